import { labelOf } from '../labels';
import { isForGuest } from '../regions';
import type { Check } from './check';
import { tables } from './check';
import { violation } from './coverage';

/** MPU-X-003: no region of Xen is both writable and executable. */
export const writableExecutable: Check = (subject) => {
  const seen = new Set<string>();
  return tables(subject).flatMap((context) =>
    context.regions.flatMap((region) => {
      if (region.el2 !== 'rwx' || isForGuest(region)) return [];
      const label = labelOf(subject.board, context, region);
      if (seen.has(`${region.index} ${label}`)) return [];
      seen.add(`${region.index} ${label}`);
      const message = `${context.name}: region ${region.index} (${label}) is writable and executable`;
      return [violation('MPU-X-003', message, [])];
    }),
  );
};
