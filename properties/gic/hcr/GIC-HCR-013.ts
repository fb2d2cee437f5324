import { Register } from '../../../models/architecture/registers';
import { vmcrConcerned, vmcrValue } from '../../account/vmcr';
import { reading } from '../../events';
import { bitsAre, requirement } from '../../requirement';

export default requirement({
  id: 'GIC-HCR-013',
  title: 'ICH_VMCR_EL2 holds the group enables, CBPR, EOImode, binary points and the priority mask',
  source: 'IHI 0069 ICH_VMCR_EL2 (H)',
  applies: { gic: [3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.ICH_VMCR_EL2),
  check(m, account) {
    const iface = account.interface(m.vcpu, 1);
    return bitsAre(m.low, vmcrValue(iface, 3), vmcrConcerned(iface, 3));
  },
});
