import type { MpuRange } from '../../../models/contract/mpu-layout';
import type { MpuFlags } from '../../../models/contract/mpu-script';
import type { Random } from '../random';
import type { Range } from './ranges';
import { PAGE, rangeOf, wholePages } from './ranges';
import type { ScriptScene } from './scene';

const pages = ({ start, end }: Range): number => Math.max(1, Math.floor((end - start) / PAGE));

/** Ranges that stand in some relation to another one. */
const relations: ((range: Range, random: Random) => Range)[] = [
  // The same, inside, around.
  (range) => range,
  (range) => range,
  (range, random) => {
    const start = range.start + PAGE * random.below(pages(range));
    return { start, end: Math.min(range.end, start + PAGE * random.pick([1, 1, 2])) };
  },
  (range, random) => {
    const start = range.start + PAGE * random.below(pages(range));
    return { start, end: range.end };
  },
  ({ start, end }, random) => ({
    start: start - PAGE * random.below(2),
    end: end + PAGE * random.below(2),
  }),
  // Adjacent, above and below.
  ({ end }, random) => ({ start: end, end: end + PAGE * (1 + random.below(3)) }),
  ({ start }, random) => ({ start: start - PAGE * (1 + random.below(3)), end: start }),
  // Overlapping by a page, above and below.
  ({ end }) => ({ start: end - PAGE, end: end + PAGE }),
  ({ start }) => ({ start: start - PAGE, end: start + PAGE }),
];

const JITTER = [1, -1, 64, -64, 4096, -4096];

/** Now and then an end that is off by a byte, a granule or a page (MPU-X-011). */
function jittered(range: Range, random: Random): Range {
  if (!random.oneIn(8)) return range;
  return random.oneIn(2)
    ? { ...range, start: range.start + random.pick(JITTER) }
    : { ...range, end: range.end + random.pick(JITTER) };
}

/** Addresses stay addresses; a range may be empty or reversed. */
function within({ machine }: ScriptScene, { start, end }: Range): Range {
  const last = machine.format === 32 ? 2 ** 32 - PAGE : 2 ** 48 - PAGE;
  const clamp = (address: number): number => Math.min(Math.max(address, 0), last);
  return { start: clamp(start), end: clamp(end) };
}

/** Something of the layout in whole pages, and what its mapping allows, if it has one. */
export function ofLayout({ random, layout }: ScriptScene): { range: Range; flags: MpuFlags } {
  const { sections, fdt, devices, deviceSections, staticHeap, bootModules } = layout;
  const { guestSections, bootModuleSections, sharedMemory } = layout;
  const [named, flags] = random.pick<[MpuRange[], MpuFlags]>([
    [Object.values(sections), 'ro'],
    [[fdt], 'ro'],
    [[...devices, ...deviceSections], 'device'],
    [[...staticHeap, ...guestSections], 'rw'],
    [[...bootModules, ...bootModuleSections, ...sharedMemory], 'rw'],
  ]);
  const { length } = named;
  return { range: wholePages(rangeOf(length > 0 ? random.pick(named) : fdt)), flags };
}

/** A range to map, or to do something else with: new, or in some relation to what there is. */
export function place(scene: ScriptScene): Range {
  const { random, open } = scene;
  if (open.length === 0 || random.oneIn(3)) return jittered(scene.fresh(), random);
  const { range } = random.oneIn(8) ? ofLayout(scene) : random.pick(open);
  return within(scene, jittered(random.pick(relations)(range, random), random));
}

const DISTANCES = [0, 0, -1, 1, 63, -64, 64, 4095, -4096];

/** An address at or near the edge of something. */
export function nearEdge(scene: ScriptScene): number {
  const { random, marks } = scene;
  const address = random.pick(marks) + random.pick(DISTANCES);
  return within(scene, { start: address, end: address }).start;
}
