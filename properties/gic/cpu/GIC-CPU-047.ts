import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { holds, requirement } from '../../requirement';

export default requirement({
  id: 'GIC-CPU-047',
  title: 'With the system-register interface ICC_SRE_EL1.SRE reads 1 and ICH_VMCR_EL2.VFIQEn is 1',
  source: 'ICC_SRE_EL1, ICH_VMCR_EL2 (H)',
  applies: { gic: [3] },
  strength: 'between-barriers',
  on: reading(Register.ICC_SRE_EL1, Register.ICH_VMCR_EL2),
  check: (m) => holds(((m.low >>> (m.register === Register.ICC_SRE_EL1 ? 0 : 3)) & 1) === 1),
});
