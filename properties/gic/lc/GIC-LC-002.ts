import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-LC-002',
  title:
    'An edge interrupt becomes pending on the edge and stays so, whatever the signal level, until acknowledged or cleared',
  source: 'IHI 0048 3.2.2, IHI 0069 interrupt state machine (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    if (m.isAcknowledge) return takesMarked(account, m, Mark.EdgeLatched);
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const concerned = i.marked(Mark.EdgeLatched, m.word) & i.latch[m.word] & ~i.level[m.word];
    return bitsAre(m.low, -1, concerned & ~i.unknown[m.word]);
  },
});
