import { EntryFlag } from '../../../models/contract/lists';
import { LR_PENDING } from '../../account/list-registers';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { isCertain } from '../../lists/carried';
import { isAtEntry } from '../../lists/record';

const SGIS = 16;
const REQUEST = EntryFlag.Pending | EntryFlag.Latch;

export default requirement({
  id: 'GIC-LR-018',
  title:
    'An edge that went into a list register is not held as a request too, unless a second one came',
  source: 'derived; GIC-LC-021',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }, account) {
    if (!isAtEntry(record)) return Verdict.NotConcerned;
    const i = account.interrupts;
    let verdict: Verdict = Verdict.NotConcerned;
    for (let n = 0; n < record.entries; n++) {
      const register = record.entryRegister(n);
      if (register < 0 || register >= record.registers) continue;
      const flags = record.entryFlags(n);
      if ((flags & EntryFlag.Level) !== 0) continue;
      if ((record.registerState(register) & LR_PENDING) === 0) continue;
      const intid = record.entryIntid(n);
      // Each source of an SGI of GICv2 has an event of its own.
      if (intid < SGIS && account.machine.gic === 2) continue;
      const instance = i.instance(intid, record.vcpu);
      if (!isCertain(account, instance)) continue;
      if ((flags & REQUEST) !== 0 && i.credit[instance] < 2) return Verdict.Broken;
      verdict = Verdict.Held;
    }
    return verdict;
  },
});
