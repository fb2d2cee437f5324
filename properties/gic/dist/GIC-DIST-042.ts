import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-DIST-042',
  title:
    'An interrupt whose priority is written while it is pending stays pending and takes the new priority',
  source: 'IHI 0048 4.3.11 GICD_IPRIORITYR; IHI 0069 GICD_IPRIORITYR<n> (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    if (m.isAcknowledge) return takesMarked(account, m, Mark.ReprioritisedWhilePending);
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const concerned = i.marked(Mark.ReprioritisedWhilePending, m.word) & i.pending(m.word);
    return bitsAre(m.low, -1, concerned & ~i.unknown[m.word]);
  },
});
