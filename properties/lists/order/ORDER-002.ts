import type { ListsView } from '../../../models/contract/lists';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { isSurelyActive } from '../carried';
import { holdsActive, isAtEntry, isLeftPending, registerOf } from '../record';

/** Something waits for which a list register could be wanted. */
function anyWaits(record: ListsView): boolean {
  for (let n = 0; n < record.entries; n++) if (isLeftPending(record, n)) return true;
  return false;
}

export default requirement({
  id: 'ORDER-002',
  title: 'A list register whose interrupt is active is never evicted for another interrupt',
  source: 'digest A.2 Restore pending, DIFF-36',
  applies: { gic: [2, 3], lists: 'any', overflow: 'active-resident' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }, account) {
    if (!isAtEntry(record)) return Verdict.NotConcerned;
    const { vcpu } = record;
    const before = account.recordsBefore[vcpu];
    let stays = false;
    for (let n = 0; n < before.shown; n++) {
      if (!holdsActive(before, n)) continue;
      const intid = before.registerIntid(n);
      if (!isSurelyActive(account, account.interrupts.instance(intid, vcpu), vcpu)) continue;
      const at =
        record.registerIntid(n) === intid && holdsActive(record, n) ? n : registerOf(record, intid);
      if (at < 0 || !holdsActive(record, at)) return Verdict.Broken;
      stays = true;
    }
    return stays && anyWaits(record) ? Verdict.Held : Verdict.NotConcerned;
  },
});
