import { LISTS } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';
import { Control, EOI_COUNT_SHIFT, isAtEntry } from '../record';

export default requirement({
  id: 'KVM-LIST-005',
  title: 'Where EOIcount is looked at, it is zero again at entry',
  source: 'digest B.1 K-I5',
  applies: { gic: [2, 3], lists: 'ap_list' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }, account) {
    if (!isAtEntry(record)) return Verdict.NotConcerned;
    // Where nothing is armed that looks at the count, it may be anything.
    const armed = account.recordsBefore[record.vcpu].control | record.control;
    if ((armed & Control.LRENPIE) === 0) return Verdict.NotConcerned;
    return holds(record.control >>> EOI_COUNT_SHIFT === 0);
  },
});
