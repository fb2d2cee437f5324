import type { MpuCheckViolation } from '../../../reports/schema/mpu-check';
import type { Span } from '../addresses';
import { meet, spanText } from '../addresses';
import type { Region } from '../regions';

/** The first part of a range that does not have the region it needs. */
export interface Gap extends Span {
  why: 'uncovered' | 'covered twice';
}

/** Where is a range not covered by just one region? */
export function gapIn(range: Span, regions: readonly Region[]): Gap | undefined {
  const inside = regions.filter((region) => meet(region, range)).sort((a, b) => a.start - b.start);
  let at = range.start;
  for (const { start, end } of inside) {
    if (start > at) return { start: at, end: start, why: 'uncovered' };
    if (start < at && at > range.start) {
      const from = Math.max(start, range.start);
      return { start: from, end: Math.min(at, end, range.end), why: 'covered twice' };
    }
    at = Math.max(at, end);
  }
  return at < range.end ? { start: at, end: range.end, why: 'uncovered' } : undefined;
}

/** What a range needs: each region of it allows all of `allows`, as r, w, x. */
export function lacking(
  range: Span,
  regions: readonly Region[],
  level: 'el1' | 'el2',
  allows: string,
): string | undefined {
  const gap = gapIn(range, regions);
  if (gap) return `${spanText(gap)} is ${gap.why}`;
  const poor = regions.find(
    (region) =>
      meet(region, range) && [...allows].some((letter) => !region[level].includes(letter)),
  );
  return poor && `region ${poor.index} allows ${level.toUpperCase()} only ${poor[level]}`;
}

export function violation(
  requirement: string,
  message: string,
  where: string[],
): MpuCheckViolation {
  return { requirement, message, where };
}
