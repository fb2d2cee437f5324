import { EntryFlag } from '../../../models/contract/lists';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'XEN-LIST-003',
  title: 'What is on lr_pending is QUEUED, not VISIBLE, and claims no list register',
  source: 'digest A.1 X-I3',
  applies: { gic: [2, 3], lists: 'inflight' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }) {
    let verdict: Verdict = Verdict.NotConcerned;
    for (let n = 0; n < record.entries; n++) {
      const flags = record.entryFlags(n);
      if ((flags & EntryFlag.Waiting) === 0) continue;
      if ((flags & (EntryFlag.Pending | EntryFlag.Resident)) !== EntryFlag.Pending) {
        return Verdict.Broken;
      }
      if (record.entryRegister(n) >= 0) return Verdict.Broken;
      verdict = Verdict.Held;
    }
    return verdict;
  },
});
