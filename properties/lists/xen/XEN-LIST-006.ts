import { EntryFlag } from '../../../models/contract/lists';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';

const NEEDED = EntryFlag.Listed | EntryFlag.Hardware;

export default requirement({
  id: 'XEN-LIST-006',
  title: 'An interrupt that is MIGRATING is on inflight_irqs and has a physical descriptor',
  source: 'digest A.1 X-I6',
  applies: { gic: [2, 3], lists: 'inflight' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }) {
    let verdict: Verdict = Verdict.NotConcerned;
    for (let n = 0; n < record.entries; n++) {
      const flags = record.entryFlags(n);
      if ((flags & EntryFlag.Migrating) === 0) continue;
      if ((flags & NEEDED) !== NEEDED) return Verdict.Broken;
      verdict = Verdict.Held;
    }
    return verdict;
  },
});
