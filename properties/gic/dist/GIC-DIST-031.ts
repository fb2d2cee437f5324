import { Mark } from '../../account/marks';
import { PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-031',
  title:
    'SGI bits of ISPENDR0 and ICPENDR0 read the pending status; GICv2 ignores writes to them, GICv3 does not',
  source: 'IHI 0048 4.3.7 GICD_ISPENDR0, 4.3.8 GICD_ICPENDR0; IHI 0069 GICR_ISPENDR0 (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: PENDING_READS,
  check(m, account) {
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const concerned = i.marked(Mark.SgiPendingWritten, m.word) & ~i.unknown[m.word];
    return bitsAre(m.low, i.pending(m.word), concerned);
  },
});
