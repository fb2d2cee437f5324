import { Register } from '../../../models/architecture/registers';
import { Hcr, maintenance, Misr } from '../../account/maintenance';
import { reading } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-HCR-004',
  title: 'MISR.LRENP is set exactly when LRENPIE is 1 and EOIcount is not 0',
  source: 'IHI 0048 GICH_MISR.LRENP; IHI 0069 ICH_MISR_EL2.LRENP (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.GICH_MISR, Register.ICH_MISR_EL2),
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    if (lrs.eoiCount === 0 && (lrs.hcr & Hcr.LRENPIE) === 0) return Verdict.NotConcerned;
    const expected = maintenance(lrs, account.interface(m.vcpu, 1));
    return bitsAre(m.low, expected, Misr.NotPresent & ~(expected >> 8));
  },
});
