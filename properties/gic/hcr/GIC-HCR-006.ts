import { Register } from '../../../models/architecture/registers';
import { maintenance, Misr } from '../../account/maintenance';
import { reading } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-HCR-006',
  title:
    'MISR.VGrpnE (VGrpnD) is set exactly when its enable is 1 and VMCR enables (disables) group n',
  source: 'IHI 0048 GICH_MISR.VGrp*; IHI 0069 ICH_MISR_EL2.VGrp* (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.GICH_MISR, Register.ICH_MISR_EL2),
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    if ((lrs.hcr & Misr.Groups) === 0) return Verdict.NotConcerned;
    const expected = maintenance(lrs, account.interface(m.vcpu, 1));
    return bitsAre(m.low, expected, Misr.Groups & ~(expected >> 8));
  },
});
