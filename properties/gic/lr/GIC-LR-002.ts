import { Register } from '../../../models/architecture/registers';
import type { ListRegisterAccount } from '../../account/list-registers';
import { LR_ACTIVE, LR_PENDING_ACTIVE, LrMark } from '../../account/list-registers';
import { reading, VIRTUAL_ACKNOWLEDGES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

/** A list register that is known to be active and pending has this vINTID. */
function isBlocked(lrs: ListRegisterAccount, intid: number): boolean {
  const n = lrs.find(intid, 1 << LR_PENDING_ACTIVE);
  return n >= 0 && !lrs.unknown[n];
}

export default requirement({
  id: 'GIC-LR-002',
  title: 'A guest acknowledge takes State 01 to 10 and never selects State 11',
  source: 'IHI 0048 GICV_IAR, GICH_LRn.State; IHI 0069 ICV_IAR<n>_EL1, ICH_LR<n>_EL2.State (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: [...reading(Register.GICH_LR, Register.ICH_LR_EL2), ...VIRTUAL_ACKNOWLEDGES],
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    if (m.isAcknowledge) {
      if (!account.evaluate(m.vcpu, 1).blockedByActive) return Verdict.NotConcerned;
      return holds(m.special || !isBlocked(lrs, m.acknowledged));
    }
    const n = m.index;
    if (n >= lrs.count || lrs.unknown[n] || lrs.state[n] !== LR_ACTIVE) return Verdict.NotConcerned;
    if ((lrs.marks[n] & LrMark.Acknowledged) === 0) return Verdict.NotConcerned;
    return holds(lrs.stateRead(m.low, m.high) === LR_ACTIVE);
  },
});
