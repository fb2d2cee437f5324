import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-DIST-035',
  title: 'ICACTIVER on an active and pending interrupt leaves it pending and deliverable again',
  source: 'IHI 0048 4.3.10 GICD_ICACTIVER; IHI 0069 GICD_ICACTIVER<n> (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    if (m.isAcknowledge) return takesMarked(account, m, Mark.PendingAfterDeactivateWrite);
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const concerned = i.marked(Mark.PendingAfterDeactivateWrite, m.word) & i.pending(m.word);
    return bitsAre(m.low, -1, concerned & ~i.unknown[m.word]);
  },
});
