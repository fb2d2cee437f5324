import { ACTIVE_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-INV-007',
  title: 'The active bit falls only on EOI with EOImode 0, DIR with EOImode 1, ICACTIVER or reset',
  source: 'IHI 0048 GICC_EOIR, GICC_DIR, GICD_ICACTIVER; IHI 0069 ICC_DIR_EL1, GICD_ICACTIVER',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: ACTIVE_READS,
  check(m, account) {
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    return bitsAre(m.low, -1, i.active[m.word] & ~i.unknown[m.word]);
  },
});
