import { isWithin, spanText } from '../addresses';
import { placedAs } from '../board';
import { isForGuest } from '../regions';
import type { Check } from './check';
import { settled } from './check';
import { lacking, violation } from './coverage';

/** MPU-P-020, MPU-P-023: a domain that runs reaches what is its own, and nothing else. */
export const guestMemory: Check = (subject) =>
  settled(subject).flatMap(({ name, domain, regions }) => {
    const open = regions.filter(isForGuest);
    if (domain === undefined) {
      return open.map((region) =>
        violation(
          'MPU-P-020',
          `${name}: region ${region.index} is open to EL1, and no guest runs`,
          [],
        ),
      );
    }
    const own = (['memory', 'shared-memory', 'domain-device'] as const).flatMap((kind) =>
      placedAs(subject.board, kind, domain),
    );
    const missing = own.flatMap((placed) => {
      const lack = lacking(placed, regions, 'el1', placed.kind === 'memory' ? 'rwx' : 'rw');
      if (!lack) return [];
      return [
        violation('MPU-P-023', `${name} does not reach ${placed.name}: ${lack}`, [placed.where]),
      ];
    });
    const foreign = open
      .filter((region) => !own.some((placed) => isWithin(region, placed)))
      .map((region) =>
        violation(
          'MPU-P-020',
          `${name}: region ${region.index} (${spanText(region)}) gives it more than its own`,
          [],
        ),
      );
    return [...missing, ...foreign];
  });
