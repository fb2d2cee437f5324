import type { MpuMachine } from '../../../models/contract/mpu';
import type { MpuDomain, MpuRange } from '../../../models/contract/mpu-layout';
import type { Random } from '../random';
import type { Range } from './ranges';
import { GRANULE, PAGE, rangeOf, textOf } from './ranges';
import type { Space } from './space';
import { several } from './space';

/** Where domains may be put. */
export interface Grounds {
  /** Guest sections. */
  guest: readonly Range[];
  /** RAM and devices that nobody has. */
  ram: Space;
  io: Space;
  /** What Xen has: a section, or a bank of its heap. */
  own: readonly Range[];
}

/** Machines with more regions than this are not filled by a domain. */
const MOST_CROWDED = 64;

/** A part of a range, of whole granules; not always within it. */
export function partOf(random: Random, { start, end }: Range, align: number): Range {
  const units = Math.floor((end - start) / align);
  const first = random.below(Math.max(1, units));
  const count = 1 + random.below(Math.max(1, units - first));
  const stretch = random.oneIn(20) ? random.pick([-1, 1, GRANULE, PAGE]) : 0;
  return { start: start + first * align, end: start + (first + count) * align + stretch };
}

/** Something that a domain should not be made with, or has too much of. */
type Oddity = (
  domain: MpuDomain,
  grounds: Grounds,
  random: Random,
  machine: MpuMachine,
) => Partial<MpuDomain>;

const oddities: readonly Oddity[] = [
  // As many regions as are left, more or less (MPU-P-022).
  (_domain, { io }, random, { el2Regions }) => {
    const count = Math.max(1, Math.min(el2Regions, MOST_CROWDED) - random.below(14));
    return { devices: Array.from({ length: count }, () => textOf(io.take(PAGE))) };
  },
  // Memory twice, or a device in it (MPU-P-024).
  ({ memory, devices }, _grounds, random) => {
    if (memory.length === 0) return {};
    const range = partOf(random, rangeOf(random.pick(memory)), PAGE);
    if (random.oneIn(2)) return { memory: [...memory, textOf(range)] };
    return { devices: [...devices, textOf({ start: range.start, end: range.start + PAGE })] };
  },
  // Something of Xen's as a device or as memory (MPU-P-024).
  ({ memory, devices }, { own }, random) => {
    const start = random.pick(own).start;
    const range = textOf({ start: start - (start % PAGE), end: start - (start % PAGE) + PAGE });
    return random.oneIn(2) ? { memory: [...memory, range] } : { devices: [...devices, range] };
  },
  // Memory in no guest section, or partly (MPU-P-004).
  (_domain, { ram, guest }, random) => {
    const { end } = random.pick(guest);
    const range = random.oneIn(2) ? ram.take(16 * PAGE) : { start: end - PAGE, end: end + PAGE };
    return { memory: [textOf(range)] };
  },
  () => ({ memory: [] }),
  () => ({ directMap: false }),
];

/** Guest sections in four parts each: one for every domain. */
function quartersOf(guest: readonly Range[]): Range[] {
  return guest.flatMap(({ start, end }) =>
    [0, 1, 2, 3].map((n) => ({
      start: start + ((end - start) / 4) * n,
      end: start + ((end - start) / 4) * (n + 1),
    })),
  );
}

function memoryOf(random: Random, { guest }: Grounds, number: number): MpuRange[] {
  const quarters = quartersOf(guest);
  const memory = [quarters[number % quarters.length]];
  if (random.oneIn(3) && number + 3 < quarters.length) memory.push(quarters[number + 3]);
  return memory.map((range) => textOf(random.oneIn(2) ? range : partOf(random, range, PAGE)));
}

/** A domain that makes sense, mostly. @param number of the domain in the layout */
export function makeDomain(
  random: Random,
  machine: MpuMachine,
  number: number,
  grounds: Grounds,
): MpuDomain {
  const { io } = grounds;
  const domain: MpuDomain = {
    name: `domU${number + 1}`,
    el1: random.oneIn(machine.vmsa ? 2 : 16) ? 'mmu' : 'mpu',
    directMap: true,
    vcpus: 1 + random.below(2),
    memory: memoryOf(random, grounds, number),
    devices: several(random, 2, () => io.take(PAGE)),
    emulated: several(random, 1, () => io.take(random.pick([PAGE, 2 * PAGE]))),
  };
  if (!random.oneIn(4)) return domain;
  return { ...domain, ...random.pick(oddities)(domain, grounds, random, machine) };
}
