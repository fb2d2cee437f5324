import { EntryFlag } from '../../../models/contract/lists';
import { LR_PENDING } from '../../account/list-registers';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { isAtEntry, isLeftPending, keptPriority } from '../../lists/record';

export default requirement({
  id: 'GIC-INV-004',
  title:
    'Entry priority: no deliverable interrupt is left outside while a list register is only pending with a lower priority',
  source: 'derived; IHI 0048 GICH_LRn.Priority, IHI 0069 ICH_LR<n>_EL2.Priority',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }, account) {
    if (!isAtEntry(record)) return Verdict.NotConcerned;
    let best = 256;
    for (let n = 0; n < record.entries; n++) {
      if (!isLeftPending(record, n) || (record.entryFlags(n) & EntryFlag.GroupOn) === 0) continue;
      if (record.entryPriority(n) < best) best = record.entryPriority(n);
    }
    if (best === 256) return Verdict.NotConcerned;
    best &= keptPriority(account);
    let pending = false;
    for (let n = 0; n < record.shown; n++) {
      if (record.registerState(n) !== LR_PENDING) continue;
      if (record.registerPriority(n) > best) return Verdict.Broken;
      pending = true;
    }
    return pending ? Verdict.Held : Verdict.NotConcerned;
  },
});
