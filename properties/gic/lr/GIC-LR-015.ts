import { FIRST_LPI } from '../../../models/contract/machine';
import { Register } from '../../../models/architecture/registers';
import { CountMark, LrMark } from '../../account/list-registers';
import { reading } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

const NAMED = LrMark.EndedByEoir | LrMark.DirIgnored;

export default requirement({
  id: 'GIC-LR-015',
  title:
    'EOIR deactivates a virtual LPI whatever EOImode is, DIR ignores it, and a miss never counts in EOIcount',
  source: 'IHI 0069 ICV_EOIR<n>_EL1, ICV_DIR_EL1, ICH_HCR_EL2.EOIcount (H)',
  applies: { gic: [3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.ICH_LR_EL2, Register.ICH_HCR_EL2),
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    if (m.register === Register.ICH_HCR_EL2) {
      if ((lrs.countMarks & CountMark.LpiMiss) === 0 || !lrs.countKnown) {
        return Verdict.NotConcerned;
      }
      return holds(m.low >>> 27 === lrs.eoiCount);
    }
    const n = m.index;
    if (n >= lrs.count || lrs.unknown[n] || lrs.intid[n] < FIRST_LPI) return Verdict.NotConcerned;
    if ((lrs.marks[n] & NAMED) === 0) return Verdict.NotConcerned;
    return holds(lrs.stateRead(m.low, m.high) === lrs.state[n]);
  },
});
