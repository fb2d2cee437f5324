import type { MpuLayout, MpuSection } from '../../../models/contract/mpu-layout';
import { mpuSections } from '../../../models/contract/mpu-layout';
import type { Random } from '../random';
import type { Range } from './ranges';
import { GRANULE, PAGE, textOf, up } from './ranges';

const SIZES = [40, GRANULE, 0x3f8, PAGE - 8, PAGE, PAGE + 8, 5 * PAGE, 0x12345, 0x60000];

/**
 * Sections whose end is a symbol behind the padding, so that the next begins where they end:
 * __ro_after_init_end, __init_begin, __init_data_begin, __init_end.
 */
const PADDED: readonly MpuSection[] = ['roAfterInit', 'initText', 'initData'];

/**
 * Sections one after the other. Mostly every one begins at a page, as Xen's linker script wants it;
 * otherwise some begin at a granule, or anywhere. One may be empty.
 */
export function makeSections(random: Random, start: number): MpuLayout['sections'] {
  const empty = random.oneIn(4) ? random.pick(mpuSections) : undefined;
  const isUsual = !random.oneIn(4);
  const sections: Partial<Record<MpuSection, Range>> = {};
  let next = start;
  for (const [n, name] of mpuSections.entries()) {
    const size = name === empty ? 0 : random.pick(SIZES);
    // What is empty may lie in a granule of the one before it.
    const isBefore = empty !== undefined && mpuSections[n + 1] === empty && random.oneIn(2);
    const align = isBefore ? 8 : isUsual ? PAGE : random.pick([PAGE, PAGE, GRANULE, 8]);
    const end = up(next + size, align);
    sections[name] = { start: next, end: PADDED.includes(name) ? end : next + size };
    next = end;
  }
  return Object.fromEntries(
    mpuSections.map((name) => [name, textOf(sections[name]!)]),
  ) as MpuLayout['sections'];
}
