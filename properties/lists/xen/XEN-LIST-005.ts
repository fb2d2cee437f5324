import { EntryFlag } from '../../../models/contract/lists';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'XEN-LIST-005',
  title: 'An interrupt that is ACTIVE is VISIBLE',
  source: 'digest A.1 X-I5',
  applies: { gic: [2, 3], lists: 'inflight', overflow: 'active-resident' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }) {
    let verdict: Verdict = Verdict.NotConcerned;
    for (let n = 0; n < record.entries; n++) {
      const flags = record.entryFlags(n);
      if ((flags & EntryFlag.Active) === 0) continue;
      if ((flags & EntryFlag.Resident) === 0) return Verdict.Broken;
      verdict = Verdict.Held;
    }
    return verdict;
  },
});
