import { Mark } from '../../account/marks';
import { PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-063',
  title:
    'After a configuration change while disabled and idle, pending follows the new configuration',
  source: 'IHI 0048 4.3.13 GICD_ICFGR; IHI 0069 GICD_ICFGR<n> (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: PENDING_READS,
  check(m, account) {
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const concerned = i.marked(Mark.Reconfigured, m.word) & ~i.unknown[m.word];
    return bitsAre(m.low, i.pending(m.word), concerned);
  },
});
