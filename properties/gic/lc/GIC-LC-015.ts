import { Register } from '../../../models/architecture/registers';
import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, reading } from '../../events';
import { bitsAre, holds, requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-LC-015',
  title:
    'An SGI pending from several source PEs is pending once for each, and each acknowledge reports its own source',
  source: 'IHI 0048 GICD_SGIR, GICD_SPENDSGIR, GICC_IAR.CPUID (H)',
  applies: { gic: [2] },
  strength: 'after-barrier',
  on: [...CPU_ACKNOWLEDGES, ...reading(Register.GICD_SPENDSGIR, Register.GICD_CPENDSGIR)],
  check(m, account) {
    const i = account.interrupts;
    const several = i.marked(Mark.MultiSource, m.vcpu) & ~i.unknown[m.vcpu];
    if (several === 0) return Verdict.NotConcerned;
    const sgis = m.vcpu * 16;
    if (m.isAcknowledge) {
      if (m.instance < 0 || m.acknowledged > 15 || ((several >>> m.acknowledged) & 1) === 0) {
        return takesMarked(account, m, Mark.MultiSource);
      }
      return holds(((i.sources[sgis + m.acknowledged] >>> m.source) & 1) !== 0);
    }
    const first = m.size === 1 ? m.index : m.index * 4;
    const count = m.size === 1 ? 1 : 4;
    let expected = 0;
    let concerned = 0;
    for (let n = 0; n < count; n++) {
      if (((several >>> (first + n)) & 1) === 0) continue;
      expected |= i.sources[sgis + first + n] << (8 * n);
      concerned |= 0xff << (8 * n);
    }
    return bitsAre(m.low, expected, concerned);
  },
});
