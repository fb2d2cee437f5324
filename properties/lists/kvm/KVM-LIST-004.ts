import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { isAtEntry, isUsed, isZero } from '../record';

export default requirement({
  id: 'KVM-LIST-004',
  title: 'At entry the list registers that are not in use are zero',
  source: 'digest B.1 K-I4',
  applies: { gic: [2, 3], lists: 'ap_list' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }, account) {
    if (!isAtEntry(record)) return Verdict.NotConcerned;
    const before = account.recordsBefore[record.vcpu];
    let verdict: Verdict = Verdict.NotConcerned;
    const top = Math.max(record.shown, before.shown);
    for (let n = 0; n < top; n++) {
      if (isUsed(record, n)) continue;
      if (!isZero(record, n)) return Verdict.Broken;
      // It says something where the register was in use before.
      if (!isZero(before, n)) verdict = Verdict.Held;
    }
    return verdict;
  },
});
