import { EntryFlag } from '../../../models/contract/lists';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'XEN-LIST-001',
  title: 'What is on lr_pending is on inflight_irqs of the same vCPU',
  source: 'digest A.1 X-I1',
  applies: { gic: [2, 3], lists: 'inflight' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }) {
    let verdict: Verdict = Verdict.NotConcerned;
    for (let n = 0; n < record.entries; n++) {
      const flags = record.entryFlags(n);
      if ((flags & EntryFlag.Waiting) === 0) continue;
      if ((flags & EntryFlag.Listed) === 0) return Verdict.Broken;
      verdict = Verdict.Held;
    }
    return verdict;
  },
});
