import { Register } from '../../../models/architecture/registers';
import { Hcr, maintenance, Misr } from '../../account/maintenance';
import { reading } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-HCR-005',
  title: 'MISR.NP is set exactly when NPIE is 1 and no list register is in State 01',
  source: 'IHI 0048 GICH_MISR.NP; IHI 0069 ICH_MISR_EL2.NP (H; State 11 alone: L, not judged)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.GICH_MISR, Register.ICH_MISR_EL2),
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    if (!lrs.used && (lrs.hcr & Hcr.NPIE) === 0) return Verdict.NotConcerned;
    const expected = maintenance(lrs, account.interface(m.vcpu, 1));
    return bitsAre(m.low, expected, Misr.NoPending & ~(expected >> 8));
  },
});
