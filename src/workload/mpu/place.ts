import { GRANULE } from '../../../models/pmsav8/fields';
import type { MpuScene } from './scene';

/** First and last byte of a region. */
export interface Range {
  base: number;
  limit: number;
}

/** Where something begins or ends on many machines: RAM, the default map, 4 GB, the address space. */
const ANCHORS = [0, 0x30000000, 0x30001000, 0x7fffe000, 0x80000000, 0xfffff000, 0x100000000];
const SIZES = [1, 1, 2, 3, 4, 16, 63, 64, 65, 1024];

const down = (address: number): number => address - (address % GRANULE);

/** The same within the memory of the scene, on whole granules; limit may stay below base. */
function within({ memory }: MpuScene, { base, limit }: Range): Range {
  const clamp = (address: number): number =>
    down(Math.min(Math.max(address, memory.first), memory.last));
  return { base: clamp(base), limit: clamp(limit) + GRANULE - 1 };
}

function fresh({ random, memory }: MpuScene): Range {
  const anchors = ANCHORS.filter((a) => a >= memory.first && a <= memory.last);
  anchors.push(memory.first, down(memory.last) - 255 * GRANULE);
  const base = random.pick(anchors) + GRANULE * random.below(random.oneIn(2) ? 4 : 256);
  return { base, limit: base + GRANULE * random.pick(SIZES) - 1 };
}

/** Ranges that stand in some relation to another one. */
const relations: ((range: Range, scene: MpuScene) => Range)[] = [
  // Adjacent, above and below.
  ({ limit }, { random }) => ({ base: limit + 1, limit: limit + GRANULE * random.pick(SIZES) }),
  ({ base }, { random }) => ({ base: base - GRANULE * random.pick(SIZES), limit: base - 1 }),
  // Overlapping by one granule, above and below.
  ({ limit }, { random }) => ({
    base: limit + 1 - GRANULE,
    limit: limit + GRANULE * random.pick(SIZES),
  }),
  ({ base }, { random }) => ({
    base: base - GRANULE * random.pick(SIZES),
    limit: base + GRANULE - 1,
  }),
  // Inside, around, the same.
  ({ base, limit }, { random }) => {
    const granules = Math.max(1, Math.floor((limit - base) / GRANULE));
    const inner = base + GRANULE * random.below(granules);
    return { base: inner, limit: inner + GRANULE * random.pick(SIZES.slice(0, 4)) - 1 };
  },
  ({ base, limit }, { random }) => ({
    base: base - GRANULE * random.below(3),
    limit: limit + GRANULE * random.below(3),
  }),
  (range) => range,
  (range) => range,
  // One granule with a gap of one.
  ({ limit }) => ({ base: limit + 1 + GRANULE, limit: limit + 2 * GRANULE }),
  // Limit below base: matches nothing.
  ({ base }, { random }) => ({
    base: base + GRANULE * (1 + random.below(4)),
    limit: base + GRANULE - 1,
  }),
];

/** A range for the next region: in some relation to what is there, or anywhere. */
export function place(scene: MpuScene): Range {
  const { random } = scene;
  if (random.oneIn(24)) {
    const { first, last } = scene.memory;
    const half = down(first + (last - first) / 2);
    return within(
      scene,
      random.oneIn(2) ? { base: first, limit: last } : { base: half, limit: last },
    );
  }
  // Relations hold across the two MPUs as well.
  const others = [...scene.el1.regions.values(), ...scene.el2.regions.values()];
  if (others.length === 0 || random.oneIn(4)) return within(scene, fresh(scene));
  const { base, limit } = random.pick(others);
  return within(scene, random.pick(relations)({ base, limit }, scene));
}

const DISTANCES = [0, 0, 1, -1, 63, -63, 64, -64, 65, -65, 4096, -4096, 4095, -4097];

/** An address at or near the edge of a region that was written. */
export function nearEdge({ random, marks, memory }: MpuScene): number {
  const edge = marks.length > 0 ? random.pick(marks) : memory.first;
  const address = edge + random.pick(DISTANCES);
  return Math.min(Math.max(address, memory.first), memory.last);
}
