import { EntryFlag } from '../../../models/contract/lists';
import { LR_PENDING } from '../../account/list-registers';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { isAtEntry } from '../record';

export default requirement({
  id: 'KVM-LIST-006',
  title:
    'The latch of an edge interrupt that is pending in a list register is clear, unless sources of an SGI are left',
  source: 'digest B.1 K-I6',
  applies: { gic: [2, 3], lists: 'ap_list' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }) {
    if (!isAtEntry(record)) return Verdict.NotConcerned;
    let verdict: Verdict = Verdict.NotConcerned;
    for (let n = 0; n < record.entries; n++) {
      const register = record.entryRegister(n);
      if (register < 0 || register >= record.registers) continue;
      const flags = record.entryFlags(n);
      if ((flags & (EntryFlag.Level | EntryFlag.SourcesLeft)) !== 0) continue;
      if ((record.registerState(register) & LR_PENDING) === 0) continue;
      if ((flags & EntryFlag.Latch) !== 0) return Verdict.Broken;
      verdict = Verdict.Held;
    }
    return verdict;
  },
});
