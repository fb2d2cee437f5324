import { GROUP_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-020',
  title: 'IGROUPR has one bit per INTID: 0 is Group 0, 1 is Group 1',
  source: 'IHI 0048 4.3.4 GICD_IGROUPR; IHI 0069 GICD_IGROUPR<n>, GICR_IGROUPR0 (H)',
  applies: { gic: [2, 3], groups: true },
  strength: 'after-barrier',
  on: GROUP_READS,
  check(m, account) {
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    return bitsAre(m.low, i.group1[m.word], i.groupKnown[m.word] & i.implemented[m.word]);
  },
});
