import { EntryFlag } from '../../../models/contract/lists';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { isChangedByOthers } from '../record';

export default requirement({
  id: 'KVM-LIST-002',
  title: "Others only append to a vCPU's ap_list: none but itself removes from it or sorts it",
  source: 'digest B.1 K-I2',
  applies: { gic: [2, 3], lists: 'ap_list' },
  strength: 'between-barriers',
  on: [LISTS],
  check(m, account) {
    const { record } = m;
    const before = account.recordsBefore[record.vcpu];
    if (before.isEmpty || !isChangedByOthers(m)) return Verdict.NotConcerned;
    // What was listed stands at the front, in the same order.
    let now = 0;
    let verdict: Verdict = Verdict.NotConcerned;
    for (let n = 0; n < before.entries; n++) {
      if ((before.entryFlags(n) & EntryFlag.Listed) === 0) continue;
      while (now < record.entries && (record.entryFlags(now) & EntryFlag.Listed) === 0) now++;
      if (now === record.entries) return Verdict.Broken;
      if (record.entryIntid(now++) !== before.entryIntid(n)) return Verdict.Broken;
      verdict = Verdict.Held;
    }
    return verdict;
  },
});
