import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { refusesIdle } from '../../scenarios';

export default requirement({
  id: 'GIC-LC-007',
  title:
    'Edges and identical SGIs received while pending collapse into one pending instance, taken once',
  source: 'IHI 0048 3.2.2, IHI 0069 interrupt state machine (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    if (m.isAcknowledge) return refusesIdle(account, m, Mark.CollapsedTaken);
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const taken = i.marked(Mark.CollapsedTaken, m.word) & ~i.level[m.word] & ~i.latch[m.word];
    return bitsAre(m.low, 0, taken & ~i.unknown[m.word]);
  },
});
