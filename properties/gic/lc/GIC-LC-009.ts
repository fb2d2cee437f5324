import { PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-LC-009',
  title:
    'Pending state is recorded whatever the individual enable, the group enable and the distributor enable',
  source: 'IHI 0048 GICD_CTLR, GICD_ISENABLER; IHI 0069 GICD_CTLR, GICD_ISENABLER (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: PENDING_READS,
  check(m, account) {
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const group1 = i.group1[m.word];
    const groups = account.distributorGroups;
    const groupOff = (groups & 1 ? 0 : ~group1) | (groups & 2 ? 0 : group1);
    const gated = ~i.enabled[m.word] | groupOff;
    return bitsAre(m.low, -1, i.pending(m.word) & gated & ~i.unknown[m.word]);
  },
});
