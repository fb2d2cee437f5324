import { Mark } from '../../account/marks';
import { PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-LC-004',
  title: 'Acknowledging clears the latch, and never the contribution of an asserted level line',
  source: 'IHI 0048 GICD_ICPENDR, IHI 0069 GICD_ICPENDR (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: PENDING_READS,
  check(m, account) {
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    // Acknowledged, still active, and not latched again since.
    const taken = i.marked(Mark.Acknowledged, m.word) & i.active[m.word] & ~i.latch[m.word];
    return bitsAre(m.low, i.level[m.word] & i.line[m.word], taken & ~i.unknown[m.word]);
  },
});
