import { PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-033',
  title: 'ISPENDR and ICPENDR read the latch, or the line of a level interrupt, also while active',
  source: 'IHI 0048 4.3.7 GICD_ISPENDR; IHI 0069 GICD_ISPENDR<n> (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: PENDING_READS,
  check(m, account) {
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    return bitsAre(m.low, i.pending(m.word), i.implemented[m.word] & ~i.unknown[m.word]);
  },
});
