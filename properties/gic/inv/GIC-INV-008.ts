import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

const cpu = reading(Register.ICC_AP0R_EL1, Register.ICC_AP1R_EL1);
const group0 = reading(Register.ICV_AP0R_EL1, Register.ICH_AP0R_EL2);
const group1 = reading(Register.ICV_AP1R_EL1, Register.ICH_AP1R_EL2);

export default requirement({
  id: 'GIC-INV-008',
  title:
    'The set bits of the active-priority registers are the group priorities of what was acknowledged and not ended',
  source: 'IHI 0048 GICH_APR; IHI 0069 ICC_AP0R<n>_EL1, ICC_AP1R<n>_EL1, ICH_AP0R<n>_EL2',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...cpu, ...group0, ...group1, ...reading(Register.GICH_APR)],
  check(m, account) {
    const onCpu = m.register === Register.ICC_AP0R_EL1 || m.register === Register.ICC_AP1R_EL1;
    const iface = account.interface(m.vcpu, onCpu ? 0 : 1);
    if (iface.aprUnknown || iface.stackUnknown || iface.acknowledgedSinceIdle === 0) {
      return Verdict.NotConcerned;
    }
    // Legal nesting: one level for each.
    if (iface.depth !== iface.activeLevels() || m.index > 3) return Verdict.NotConcerned;
    if (m.register === Register.GICH_APR) return holds(m.low === (iface.apr[0] | iface.apr[4]));
    const first = m.register === Register.ICC_AP0R_EL1 || group0.includes(m.register) ? 0 : 4;
    return holds(m.low === iface.apr[first + m.index]);
  },
});
