import { FIRST_SPECIAL_INTID, SPURIOUS } from '../../../models/contract/machine';
import { LISTS } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';
import { countValid } from '../../lists/record';

export default requirement({
  id: 'GIC-LR-008',
  title: 'No list register with a State other than 00 has a special vINTID (1020 to 1023)',
  source: 'IHI 0048 GICH_LRn.VirtualID; IHI 0069 ICH_LR<n>_EL2.vINTID (H)',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }) {
    if (countValid(record, 0, 0xffff) === 0) return Verdict.NotConcerned;
    return holds(countValid(record, FIRST_SPECIAL_INTID, SPURIOUS) === 0);
  },
});
