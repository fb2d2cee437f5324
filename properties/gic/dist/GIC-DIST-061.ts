import { bitsAre, requirement, Verdict } from '../../requirement';
import { CONFIGURATION_READS } from '../../events';

export default requirement({
  id: 'GIC-DIST-061',
  title: 'ICFGR fields of SGIs read edge and are read-only',
  source: 'IHI 0048 4.3.13 GICD_ICFGR0; IHI 0069 GICR_ICFGR0 (H)',
  applies: { gic: [2, 3] },
  strength: 'between-barriers',
  on: CONFIGURATION_READS,
  check(m) {
    if (m.index !== 0 || m.word < 0) return Verdict.NotConcerned;
    return bitsAre(m.low, -1, 0xaaaaaaaa);
  },
});
