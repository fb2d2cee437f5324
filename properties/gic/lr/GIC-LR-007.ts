import { LISTS } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';
import { countValid, isAtEntry, isDoubled } from '../../lists/record';

export default requirement({
  id: 'GIC-LR-007',
  title: 'An SGI number is in one list register at most, whatever its source',
  source: 'IHI 0048 GICH_LRn.CPUID (L)',
  applies: { gic: [2], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }) {
    if (!isAtEntry(record) || countValid(record, 0, 15) === 0) return Verdict.NotConcerned;
    return holds(!isDoubled(record, 0, 15));
  },
});
