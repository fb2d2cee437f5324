import type { PlacedKind } from '../../../reports/schema/mpu-check';
import { hex } from '../addresses';
import type { Placed } from '../board';
import type { Check } from './check';
import { isUnknown } from './check';

const GRANULE = 64;
const PAGE = 4096;

/** What gets a region of just its own range. */
const ownRegion: readonly PlacedKind[] = ['memory', 'shared-memory', 'domain-device'];
/** What Xen maps in whole pages: it refuses a part of one, or rounds inwards. */
const inPages: readonly PlacedKind[] = [
  'memory',
  'shared-memory',
  'domain-device',
  'static-heap',
  'guest-section',
  'device-section',
  'boot-module-section',
];

function misaligned({ start, end }: Placed, unit: number): string | undefined {
  if (start % unit !== 0) return `begins at ${hex(start)}`;
  return end % unit !== 0 ? `ends at ${hex(end - 1)}` : undefined;
}

/** MPU-A-001: a region begins and ends with a granule of 64 bytes. MPU-X-011: Xen maps whole pages. */
export const alignment: Check = (subject) =>
  subject.board.placed.flatMap((placed) => {
    const { kind, name, where } = placed;
    if (isUnknown(subject, kind)) return [];
    const granule = ownRegion.includes(kind) && misaligned(placed, GRANULE);
    if (granule) {
      const message = `${name} ${granule}: a region would reach over it, to a multiple of 64 bytes`;
      return [{ requirement: 'MPU-A-001', message, where: [where] }];
    }
    const page = inPages.includes(kind) && misaligned(placed, PAGE);
    if (!page) return [];
    const rest = ownRegion.includes(kind) ? 'refuses this' : 'leaves the rest out';
    const message = `${name} ${page}: Xen maps whole pages of 4 KiB, and ${rest}`;
    return [{ requirement: 'MPU-X-011', message, where: [where] }];
  });
