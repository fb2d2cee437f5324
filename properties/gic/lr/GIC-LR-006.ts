import { LISTS } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';
import { countValid, isAtEntry, isDoubled } from '../../lists/record';

export default requirement({
  id: 'GIC-LR-006',
  title: 'No two list registers with a State other than 00 have the same vINTID',
  source: 'IHI 0048 GICH_LRn.VirtualID; IHI 0069 ICH_LR<n>_EL2.vINTID (H)',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }) {
    if (!isAtEntry(record) || countValid(record, 0, 0xffff) < 2) return Verdict.NotConcerned;
    return holds(!isDoubled(record, 0, 0xffff));
  },
});
