import type { PlacedKind } from '../../../reports/schema/mpu-check';
import { meet, spanText } from '../addresses';
import type { Placed } from '../board';
import type { Check } from './check';
import { isUnknown } from './check';

/** What needs its addresses for itself. */
const exclusive: readonly PlacedKind[] = [
  'section',
  'fdt',
  'static-heap',
  'shared-memory',
  'device',
  'boot-module',
  'memory',
  'domain-device',
];
/** What is mapped beside each other while no domain runs. */
const sections: readonly PlacedKind[] = [
  'guest-section',
  'device-section',
  'boot-module-section',
  'static-heap',
  'shared-memory',
  'section',
  'fdt',
];

function mayMeet(a: Placed, b: Placed): boolean {
  // A region of memory that two domains share is named in both.
  if (a.kind === 'shared-memory' && b.kind === 'shared-memory') {
    return a.domain !== b.domain && a.start === b.start && a.end === b.end;
  }
  const isPair = (list: readonly PlacedKind[]): boolean =>
    list.includes(a.kind) && list.includes(b.kind);
  return !isPair(exclusive) && !isPair(sections);
}

/** MPU-A-004: what overlaps here would be two regions that overlap there. */
export const placedOverlap: Check = (subject) => {
  const sorted = subject.board.placed
    .filter(({ start, end, kind }) => start < end && !isUnknown(subject, kind))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  return sorted.flatMap((one, n) =>
    sorted
      .slice(n + 1)
      .filter((other) => meet(one, other) && !mayMeet(one, other))
      .map((other) => ({
        requirement: 'MPU-A-004',
        message: `${one.name} (${spanText(one)}) and ${other.name} (${spanText(other)}) overlap`,
        where: [one.where, other.where],
      })),
  );
};
