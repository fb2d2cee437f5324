import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-LR-001',
  title:
    'Only guest acknowledges, EOIs and DIRs and hypervisor writes change the State of a list register',
  source: 'IHI 0048 GICH_LRn.State; IHI 0069 ICH_LR<n>_EL2.State (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.GICH_LR, Register.ICH_LR_EL2),
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    if (!lrs.used || m.index >= lrs.count || lrs.unknown[m.index]) return Verdict.NotConcerned;
    return holds(lrs.stateRead(m.low, m.high) === lrs.state[m.index]);
  },
});
