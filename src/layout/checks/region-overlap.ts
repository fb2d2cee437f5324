import { meet, spanText } from '../addresses';
import { labelOf } from '../labels';
import type { Check } from './check';
import { tables } from './check';

/** MPU-A-004, MPU-A-003: enabled regions are disjoint, and none is empty. */
export const regionOverlap: Check = (subject) =>
  tables(subject).flatMap((context) => {
    const { regions, name } = context;
    const label = (n: number): string => {
      const { index } = regions[n];
      return `region ${index} (${labelOf(subject.board, context, regions[n])})`;
    };
    const empty = regions.flatMap(({ start, end }, n) =>
      end > start
        ? []
        : [
            {
              requirement: 'MPU-A-003',
              message: `${name}: ${label(n)} is enabled with its limit below its base`,
              where: [],
            },
          ],
    );
    const overlapping = regions.flatMap((one, n) =>
      regions.slice(n + 1).flatMap((other, m) => {
        if (!meet(one, other)) return [];
        const common = {
          start: Math.max(one.start, other.start),
          end: Math.min(one.end, other.end),
        };
        return [
          {
            requirement: 'MPU-A-004',
            message:
              `${name}: ${label(n)} and ${label(n + 1 + m)} overlap in ${spanText(common)}: ` +
              'every access there faults',
            where: [],
          },
        ];
      }),
    );
    return [...empty, ...overlapping];
  });
