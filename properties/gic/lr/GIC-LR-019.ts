import type { ListsView } from '../../../models/contract/lists';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { isAtEntry, isChangedByOthers } from '../../lists/record';

/** By State, what the guest can make of it by acknowledging, ending and deactivating, as bits. */
const reachable = [0b0001, 0b0111, 0b0101, 0b1111];

/** The guest alone can have made the second list register of the first. */
function isGuestsWork(before: ListsView, now: ListsView, n: number): boolean {
  if (((reachable[before.registerState(n)] >>> now.registerState(n)) & 1) === 0) return false;
  return (
    before.registerIntid(n) === now.registerIntid(n) &&
    before.registerPriority(n) === now.registerPriority(n) &&
    before.registerGroup(n) === now.registerGroup(n) &&
    before.registerHw(n) === now.registerHw(n) &&
    before.registerEoi(n) === now.registerEoi(n) &&
    before.registerExtra(n) === now.registerExtra(n)
  );
}

export default requirement({
  id: 'GIC-LR-019',
  title: 'The list registers of a vCPU in the guest are not written by what others do',
  source: 'IHI 0048 GICH_LRn, IHI 0069 ICH_LR<n>_EL2: banked per PE (C)',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check(m, account) {
    const { record } = m;
    const before = account.recordsBefore[record.vcpu];
    if (before.isEmpty || !isAtEntry(before) || !isChangedByOthers(m)) return Verdict.NotConcerned;
    for (let n = 0; n < record.shown; n++) {
      if (!isGuestsWork(before, record, n)) return Verdict.Broken;
    }
    return Verdict.Held;
  },
});
