import { Mark } from '../../account/marks';
import { PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-LC-003',
  title: 'A level interrupt is pending while its line is asserted or its latch is set',
  source: 'IHI 0048 GICD_ISPENDR; IHI 0069 GICD_ISPENDR (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: PENDING_READS,
  check(m, account) {
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const told = i.line[m.word] | i.latch[m.word] | i.marked(Mark.LineFell, m.word);
    const concerned = i.level[m.word] & told & ~i.unknown[m.word];
    return bitsAre(m.low, i.pending(m.word), concerned);
  },
});
