import { Mark } from '../../account/marks';
import { PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-LC-005',
  title:
    'ICPENDR on a level interrupt whose line is asserted clears the latch only: it reads pending until the line falls',
  source: 'IHI 0048 GICD_ICPENDR, IHI 0069 GICD_ICPENDR (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: PENDING_READS,
  check(m, account) {
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const cleared = i.marked(Mark.ClearedWhileAsserted, m.word) & i.level[m.word];
    // With the line low again, a latch that was set since is another matter.
    const concerned = cleared & (i.line[m.word] | ~i.latch[m.word]) & ~i.unknown[m.word];
    return bitsAre(m.low, i.line[m.word], concerned);
  },
});
