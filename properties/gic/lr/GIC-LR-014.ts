import { Register } from '../../../models/architecture/registers';
import { LrMark } from '../../account/list-registers';
import { reading } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-LR-014',
  title: 'A list register keeps the implemented bits of Priority; the low bits are RES0',
  source: 'IHI 0048 GICH_LRn.Priority; IHI 0069 ICH_LR<n>_EL2.Priority (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.GICH_LR, Register.ICH_LR_EL2),
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    const n = m.index;
    if (n >= lrs.count || lrs.unknown[n]) return Verdict.NotConcerned;
    const lowBits = (lrs.marks[n] & LrMark.LowPriorityBitsWritten) !== 0;
    // GICv2 has no low bits to write: there the five bits must be kept.
    if (!lowBits && (m.register !== Register.GICH_LR || lrs.priority[n] === 0)) {
      return Verdict.NotConcerned;
    }
    return holds(lrs.priorityRead(m.low, m.high) === lrs.priority[n]);
  },
});
