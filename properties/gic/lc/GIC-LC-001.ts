import { ACTIVE_READS, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { readsActive } from '../../scenarios';

export default requirement({
  id: 'GIC-LC-001',
  title: 'The pending and active state of an interrupt changes only by the transitions A1 to E2',
  source: 'IHI 0048 3.2.2, IHI 0069 interrupt state machine (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...ACTIVE_READS],
  check(m, account) {
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const active = readsActive(m.register);
    const last = active ? i.activeRead[m.word] : i.pendingRead[m.word];
    if (last < 0) return Verdict.NotConcerned;
    // No cause of a transition reached these since they were last read.
    const touched = active ? i.activeTouched[m.word] : i.pendingTouched[m.word];
    return bitsAre(m.low, last | 0, i.implemented[m.word] & ~touched & ~i.unknown[m.word]);
  },
});
