import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-LC-017',
  title: 'SGIs are always edge-triggered',
  source: 'IHI 0048 GICD_ICFGR0, IHI 0069 GICR_ICFGR0 (H)',
  applies: { gic: [2, 3] },
  strength: 'between-barriers',
  on: reading(Register.GICD_ICFGR, Register.GICR_ICFGR),
  check(m) {
    // The upper bit of each field; the lower one is a legacy bit (DIV-06).
    return m.word < 0 || m.index !== 0 ? Verdict.NotConcerned : bitsAre(m.low, -1, 0xaaaaaaaa | 0);
  },
});
