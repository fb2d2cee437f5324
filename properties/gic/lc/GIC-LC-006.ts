import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-LC-006',
  title:
    'ISPENDR on an active level interrupt with its line low gives active and pending, and one more delivery after deactivation',
  source: 'IHI 0048 GICD_ISPENDR; IHI 0069 GICD_ISPENDR (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    if (m.isAcknowledge) return takesMarked(account, m, Mark.SoftPendedWhileActive);
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const concerned = i.marked(Mark.SoftPendedWhileActive, m.word) & ~i.unknown[m.word];
    return bitsAre(m.low, -1, concerned);
  },
});
