import type { MpuMachine } from '../../../models/contract/mpu';
import type { MpuDomain, MpuLayout, MpuRange } from '../../../models/contract/mpu-layout';
import type { Random } from '../random';
import { makeSections } from './sections';
import type { Range } from './ranges';
import { GRANULE, PAGE, textOf, up } from './ranges';

const MIB = 0x100000;
const GAPS = [0, 0, GRANULE, PAGE, PAGE, 0x10000, 16 * MIB];

/** Places one thing after the other in an address space. */
class Space {
  private next: number;

  constructor(
    private readonly random: Random,
    start: number,
  ) {
    this.next = start;
  }

  take(size: number, align = PAGE): Range {
    const start = up(this.next, align);
    this.next = start + size + this.random.pick(GAPS);
    return { start, end: start + size };
  }
}

function several(random: Random, most: number, make: () => Range): MpuRange[] {
  return Array.from({ length: random.below(most + 1) }, () => textOf(make()));
}

/** Mostly at an address of 8 bytes and below 2 MB, as Xen wants it. */
function makeFdt(random: Random, space: Space): Range {
  const size = random.oneIn(40) ? 0x200008 : random.pick([48, 0xf00, 0x1000, 0x2345, 0x18000]);
  const { start, end } = space.take(up(size, PAGE) + PAGE);
  const offset = random.oneIn(30) ? 4 : random.pick([0, 0, 0, 8, 0x100, 0xff0]);
  return { start: start + offset, end: Math.min(end, start + offset + size) };
}

/** A part of a range, of whole granules; not always within it. */
function partOf(random: Random, { start, end }: Range, align: number): Range {
  const units = Math.floor((end - start) / align);
  const first = random.below(Math.max(1, units));
  const count = 1 + random.below(Math.max(1, units - first));
  const stretch = random.oneIn(20) ? random.pick([-1, 1, GRANULE, PAGE]) : 0;
  return { start: start + first * align, end: start + (first + count) * align + stretch };
}

function makeDomain(
  random: Random,
  machine: MpuMachine,
  number: number,
  memory: MpuRange[],
  space: Space,
): MpuDomain {
  return {
    name: `domU${number + 1}`,
    el1: random.oneIn(machine.vmsa ? 2 : 12) ? 'mmu' : 'mpu',
    directMap: !random.oneIn(12),
    vcpus: 1 + random.below(2),
    memory: random.oneIn(20) ? [] : memory,
    devices: several(random, 2, () => space.take(PAGE)),
    emulated: several(random, 1, () => space.take(random.pick([PAGE, 2 * PAGE]))),
  };
}

/** What linker script and device tree may say, mostly sense; for one machine. */
export function makeLayout(random: Random, machine: MpuMachine): MpuLayout {
  const isWide = machine.format === 64 && random.oneIn(3);
  const xen = random.pick([0, 0x200000, 0x20000000, ...(isWide ? [2 ** 40, 2 ** 47] : [])]);
  const sections = makeSections(random, xen);
  const ram = new Space(random, up(Number(sections.bss.end), PAGE) + random.pick(GAPS));
  const io = new Space(random, 0x9c090000);
  const uart = io.take(random.pick([PAGE, PAGE, PAGE, 0x40, 0x100]));
  const fdt = makeFdt(random, ram);
  const heapBanks = random.oneIn(40) ? 0 : 1 + random.below(2);
  const staticHeap = Array.from({ length: heapBanks }, () =>
    textOf(ram.take(random.pick([PAGE, MIB, 16 * MIB]))),
  );
  const guest = Array.from({ length: 1 + random.below(2) }, () =>
    ram.take(random.pick([2 * MIB, 16 * MIB])),
  );
  const device = io.take(16 * PAGE);
  const modules = ram.take(MIB);
  const quarters = guest.flatMap(({ start, end }) =>
    [0, 1, 2, 3].map((n) => ({
      start: start + ((end - start) / 4) * n,
      end: start + ((end - start) / 4) * (n + 1),
    })),
  );
  const domains = Array.from({ length: random.below(4) }, (_, number) => {
    const memory = [quarters[number % quarters.length]];
    if (random.oneIn(3) && number + 3 < quarters.length) memory.push(quarters[number + 3]);
    const text = memory.map((range) =>
      textOf(random.oneIn(2) ? range : partOf(random, range, PAGE)),
    );
    return makeDomain(random, machine, number, text, io);
  });
  return {
    sections,
    ...(random.oneIn(2) ? { earlyUart: textOf(uart) } : {}),
    fdt: textOf(fdt),
    staticHeap,
    sharedMemory: several(random, 1, () => ram.take(random.pick([PAGE, MIB]))),
    devices: [
      textOf(uart),
      ...several(random, 3, () => io.take(random.pick([PAGE, 0x40, 0x10000]))),
    ],
    guestSections: guest.map(textOf),
    deviceSections: [textOf(device)],
    bootModuleSections: [textOf(modules)],
    bootModules: several(random, 2, () => partOf(random, modules, GRANULE)),
    domains,
  };
}
