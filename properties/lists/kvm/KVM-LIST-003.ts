import { LISTS } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';
import { countValid, isAtEntry, isDoubled } from '../record';

export default requirement({
  id: 'KVM-LIST-003',
  title: 'No interrupt is in two list registers',
  source: 'digest B.1 K-I3',
  applies: { gic: [2, 3], lists: 'ap_list' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }) {
    if (!isAtEntry(record) || countValid(record, 0, 0xffff) < 2) return Verdict.NotConcerned;
    return holds(!isDoubled(record, 0, 0xffff));
  },
});
