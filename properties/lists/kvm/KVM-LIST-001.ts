import { EntryFlag } from '../../../models/contract/lists';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { IntidSet, Sharing, sharing } from '../record';

const BOTH = EntryFlag.Listed | EntryFlag.Owned;
const seen = new IntidSet();

export default requirement({
  id: 'KVM-LIST-001',
  title:
    'An interrupt belongs to a vCPU if and only if it is on its ap_list: on one list, and once',
  source: 'digest B.1 K-I1',
  applies: { gic: [2, 3], lists: 'ap_list' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }, account) {
    if (record.entries === 0) return Verdict.NotConcerned;
    seen.clear();
    for (let n = 0; n < record.entries; n++) {
      const both = record.entryFlags(n) & BOTH;
      if (both !== 0 && both !== BOTH) return Verdict.Broken;
      if (seen.has(record.entryIntid(n))) return Verdict.Broken;
      seen.add(record.entryIntid(n));
    }
    return sharing(account, record, false) === Sharing.Shared ? Verdict.Broken : Verdict.Held;
  },
});
