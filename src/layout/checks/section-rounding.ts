import { mpuSections } from '../../../models/contract/mpu-layout';
import { hex, spanText } from '../addresses';
import type { Placed } from '../board';
import { placedAs } from '../board';
import type { Check } from './check';

const GRANULE = 64;

/** Granules, which two regions cannot share. */
const first = ({ start }: Placed): number => Math.floor(start / GRANULE);
const last = ({ end }: Placed): number => Math.floor((end - 1) / GRANULE);

/**
 * MPU-X-002: sections come in order. MPU-X-006: rounded to granules, those with different permissions
 * do not overlap; ro-after-init data is next to data in one region only until the end of booting.
 */
export const sectionRounding: Check = ({ board, design }) => {
  const named = mpuSections.map((name) => placedAs(board, 'section').find((s) => s.name === name)!);
  const sections = named.filter(({ start, end }) => start < end);
  return sections.slice(1).flatMap((section, n) => {
    const before = sections[n];
    const where = [before.where, section.where];
    if (section.start < before.end) {
      const message = `${section.name} (${spanText(section)}) does not come after ${before.name} (${spanText(before)})`;
      return [{ requirement: 'MPU-X-002', message, where }];
    }
    if (first(section) > last(before)) return [];
    // Upstream has both in one region while booting; what it keeps afterwards is MPU-X-041's.
    if (design === 'upstream' && before.name === 'initData' && section.name === 'bss') return [];
    const message =
      `${before.name} and ${section.name} meet at ${hex(section.start)}, within a granule of 64 bytes: ` +
      'their regions would overlap';
    return [{ requirement: 'MPU-X-006', message, where }];
  });
};
