import type { MpuMachine } from '../../../models/contract/mpu';
import type { MpuLayout, MpuRange } from '../../../models/contract/mpu-layout';
import type { Random } from '../random';
import { makeDomain, partOf } from './domains';
import type { Range } from './ranges';
import { GRANULE, PAGE, rangeOf, textOf, up } from './ranges';
import { makeSections } from './sections';
import { GAPS, MIB, several, Space } from './space';

/** Mostly at an address of 8 bytes and below 2 MB, as Xen wants it. */
function makeFdt(random: Random, space: Space): Range {
  const size = random.oneIn(40) ? 0x200008 : random.pick([48, 0xf00, 0x1000, 0x2345, 0x18000]);
  const { start, end } = space.take(up(size, PAGE) + PAGE);
  const offset = random.oneIn(30) ? 4 : random.pick([0, 0, 0, 8, 0x100, 0xff0]);
  return { start: start + offset, end: Math.min(end, start + offset + size) };
}

/** One or two banks; now and then none, or more than a table of booting has entries (MPU-P-006). */
function makeHeap(random: Random, space: Space): MpuRange[] {
  const isCrowded = random.oneIn(12);
  const banks = isCrowded ? 6 + random.below(12) : random.oneIn(40) ? 0 : 1 + random.below(2);
  const sizes = isCrowded ? [PAGE] : [PAGE, MIB, 16 * MIB];
  return Array.from({ length: banks }, () => textOf(space.take(random.pick(sizes))));
}

/** A part of the section, or one that ends where the section does, by a byte (MPU-P-005). */
function makeModule(random: Random, section: Range): Range {
  if (!random.oneIn(4)) return partOf(random, section, GRANULE);
  const start = section.start + GRANULE * random.below((section.end - section.start) / GRANULE);
  return { start, end: section.end + random.pick([0, 0, 1, 1, -1, GRANULE]) };
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
  const staticHeap = makeHeap(random, ram);
  const guest = Array.from({ length: 1 + random.below(2) }, () =>
    ram.take(random.pick([2 * MIB, 16 * MIB])),
  );
  const device = io.take(16 * PAGE);
  const modules = ram.take(MIB);
  const own = [...Object.values(sections), ...staticHeap].map(rangeOf);
  const domains = Array.from({ length: random.pick([0, 1, 2, 2, 3, 3]) }, (_, number) =>
    makeDomain(random, machine, number, { guest, ram, io, own }),
  );
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
    bootModules: several(random, 2, () => makeModule(random, modules)),
    domains,
  };
}
