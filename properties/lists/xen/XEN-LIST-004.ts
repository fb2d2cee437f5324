import { EntryFlag } from '../../../models/contract/lists';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { isAtEntry, isUsed } from '../record';

export default requirement({
  id: 'XEN-LIST-004',
  title:
    'An interrupt is VISIBLE if and only if it claims a list register, which lr_mask has and which holds its vINTID',
  source: 'digest A.1 X-I4',
  applies: { gic: [2, 3], lists: 'inflight' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }) {
    let verdict: Verdict = Verdict.NotConcerned;
    const atEntry = isAtEntry(record);
    for (let n = 0; n < record.entries; n++) {
      const visible = (record.entryFlags(n) & EntryFlag.Resident) !== 0;
      const register = record.entryRegister(n);
      if (visible !== register >= 0) return Verdict.Broken;
      if (!visible) continue;
      if (register >= record.registers || !isUsed(record, register)) return Verdict.Broken;
      if (atEntry && record.registerIntid(register) !== record.entryIntid(n)) {
        return Verdict.Broken;
      }
      verdict = Verdict.Held;
    }
    return verdict;
  },
});
