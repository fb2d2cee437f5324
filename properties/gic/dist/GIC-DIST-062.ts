import { CONFIGURATION_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-062',
  title: 'ICFGR1 reads the same until it is written, whether or not PPI fields are writable',
  source: 'IHI 0048 4.3.13 GICD_ICFGR1; IHI 0069 GICR_ICFGR1 (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: CONFIGURATION_READS,
  check(m, account) {
    if (m.index !== 1 || m.word < 0) return Verdict.NotConcerned;
    const before = account.privateConfiguration[m.word];
    return before < 0 ? Verdict.NotConcerned : bitsAre(m.low, before, 0xaaaaaaaa);
  },
});
