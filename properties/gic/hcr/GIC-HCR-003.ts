import { Register } from '../../../models/architecture/registers';
import { Hcr, maintenance, Misr } from '../../account/maintenance';
import { reading } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-HCR-003',
  title: 'MISR.U is set exactly when UIE is 1 and at most one list register is valid',
  source: 'IHI 0048 GICH_MISR.U; IHI 0069 ICH_MISR_EL2.U (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.GICH_MISR, Register.ICH_MISR_EL2),
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    if (!lrs.used && (lrs.hcr & Hcr.UIE) === 0) return Verdict.NotConcerned;
    const expected = maintenance(lrs, account.interface(m.vcpu, 1));
    return bitsAre(m.low, expected, Misr.Underflow & ~(expected >> 8));
  },
});
