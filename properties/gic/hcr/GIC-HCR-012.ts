import { Register } from '../../../models/architecture/registers';
import { vmcrConcerned, vmcrValue } from '../../account/vmcr';
import { reading } from '../../events';
import { bitsAre, requirement } from '../../requirement';

export default requirement({
  id: 'GIC-HCR-012',
  title:
    'GICH_VMCR holds the group enables, AckCtl, FIQEn, CBPR, EOImode, binary points and five priority mask bits',
  source: 'IHI 0048 GICH_VMCR (H)',
  applies: { gic: [2], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.GICH_VMCR),
  check(m, account) {
    const iface = account.interface(m.vcpu, 1);
    return bitsAre(m.low, vmcrValue(iface, 2), vmcrConcerned(iface, 2));
  },
});
