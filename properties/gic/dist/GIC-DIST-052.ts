import { Mark } from '../../account/marks';
import { ACTIVE_READS, CPU_ACKNOWLEDGES } from '../../events';
import { bitsAre, holds, requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-DIST-052',
  title:
    'Changing the target of a pending interrupt moves it; changing that of an active one does not',
  source: 'IHI 0048 4.3.12 GICD_ITARGETSR (H)',
  applies: { gic: [2] },
  strength: 'after-barrier',
  on: [...ACTIVE_READS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    const i = account.interrupts;
    if (!m.isAcknowledge) {
      if (m.word < 0) return Verdict.NotConcerned;
      const moved = i.marked(Mark.RetargetedWhileActive, m.word) & i.active[m.word];
      return bitsAre(m.low, -1, moved & ~i.unknown[m.word]);
    }
    const { instance } = m;
    if (instance < 0 || (i.unknown[instance >> 5] >>> (instance & 31)) & 1) {
      return takesMarked(account, m, Mark.RetargetedWhilePending);
    }
    if (i.has(Mark.RetargetedWhileActive, instance)) return holds(!i.isActive(instance));
    if (i.has(Mark.RetargetedWhilePending, instance)) {
      return holds(((i.targets[instance] >>> m.vcpu) & 1) !== 0);
    }
    return takesMarked(account, m, Mark.RetargetedWhilePending);
  },
});
