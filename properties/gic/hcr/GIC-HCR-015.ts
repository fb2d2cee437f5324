import { Register } from '../../../models/architecture/registers';
import type { ListRegisterAccount } from '../../account/list-registers';
import { CountMark, LrMark } from '../../account/list-registers';
import type { Moment } from '../../account/moment';
import type { InterfaceAccount } from '../../account/cpu-interface';
import { reading } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

const UNTOUCHED = LrMark.Restored | LrMark.LowPriorityBitsWritten;

function listRegister(lrs: ListRegisterAccount, m: Moment): Verdict {
  const n = m.index;
  if (n >= lrs.count || lrs.unknown[n]) return Verdict.NotConcerned;
  if ((lrs.marks[n] & LrMark.Restored) === 0 || (lrs.marks[n] & ~UNTOUCHED) !== 0) {
    return Verdict.NotConcerned;
  }
  const high = m.register === Register.GICH_LR || m.high === lrs.rawHigh[n];
  return holds(high && m.low === lrs.rawLow[n]);
}

function activePriorities(iface: InterfaceAccount, value: number, index: number): Verdict {
  if (!iface.aprRestored || iface.aprUnknown || index >= 1 << (iface.preemptionBits - 5)) {
    return Verdict.NotConcerned;
  }
  return holds(value === 0);
}

export default requirement({
  id: 'GIC-HCR-015',
  title: 'List registers, active priorities, VMCR and HCR read what was restored to them',
  source:
    'IHI 0048 GICH_LRn, GICH_APR, GICH_VMCR, GICH_HCR; IHI 0069 ICH_LR<n>_EL2, ICH_AP<m>R<n>_EL2, ICH_VMCR_EL2, ICH_HCR_EL2 (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(
    Register.GICH_LR,
    Register.ICH_LR_EL2,
    Register.GICH_APR,
    Register.ICH_AP0R_EL2,
    Register.ICH_AP1R_EL2,
    Register.GICH_VMCR,
    Register.ICH_VMCR_EL2,
    Register.GICH_HCR,
    Register.ICH_HCR_EL2,
  ),
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    const iface = account.interface(m.vcpu, 1);
    switch (m.register) {
      case Register.GICH_LR:
      case Register.ICH_LR_EL2:
        return listRegister(lrs, m);
      case Register.GICH_APR:
        return activePriorities(iface, m.low ^ (iface.apr[0] | iface.apr[4]), 0);
      case Register.ICH_AP0R_EL2:
        return activePriorities(iface, m.low ^ iface.apr[m.index], m.index);
      case Register.ICH_AP1R_EL2:
        return activePriorities(iface, m.low ^ iface.apr[4 + m.index], m.index);
      case Register.GICH_VMCR:
      case Register.ICH_VMCR_EL2:
        return iface.vmcrRestored ? holds(m.low === iface.vmcrRaw) : Verdict.NotConcerned;
      default:
        if (!lrs.hcrRestored || (lrs.countMarks & ~CountMark.Zeroed) !== 0 || lrs.eoiCountUnknown) {
          return Verdict.NotConcerned;
        }
        return holds(m.low === lrs.hcrRaw);
    }
  },
});
