import { LR_INACTIVE, LR_PENDING } from '../../account/list-registers';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { isCertain, isSurelyActive } from '../../lists/carried';
import { holdsActive, isAtEntry } from '../../lists/record';

export default requirement({
  id: 'GIC-LR-017',
  title:
    'At entry a list register holds what is left of its interrupt: active if that is active, pending only if an edge is not consumed, or line or latch is set',
  source: 'derived; IHI 0048 GICH_LRn.State, IHI 0069 ICH_LR<n>_EL2.State',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }, account) {
    if (!isAtEntry(record)) return Verdict.NotConcerned;
    const i = account.interrupts;
    const { vcpu } = record;
    let verdict: Verdict = Verdict.NotConcerned;
    for (let n = 0; n < record.shown; n++) {
      const state = record.registerState(n);
      if (state === LR_INACTIVE) continue;
      const instance = i.instance(record.registerIntid(n), vcpu);
      if (!isCertain(account, instance)) continue;
      if (holdsActive(record, n)) {
        if (!i.isActive(instance)) return Verdict.Broken;
      } else if (isSurelyActive(account, instance, vcpu)) return Verdict.Broken;
      if ((state & LR_PENDING) !== 0 && !i.isPending(instance)) return Verdict.Broken;
      verdict = Verdict.Held;
    }
    return verdict;
  },
});
