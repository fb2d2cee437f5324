import { Register } from '../../../models/architecture/registers';
import { LrMark } from '../../account/list-registers';
import { reading } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

const ENDED = LrMark.EndedByEoir | LrMark.DroppedOnly | LrMark.EndedByDir;

export default requirement({
  id: 'GIC-LR-003',
  title:
    'Deactivation takes State 10 to 00 and 11 to 01: by EOIR with EOImode 0, by DIR alone with EOImode 1',
  source:
    'IHI 0048 GICV_EOIR, GICV_DIR; IHI 0069 ICV_EOIR<n>_EL1, ICV_DIR_EL1, ICH_LR<n>_EL2.State (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.GICH_LR, Register.ICH_LR_EL2),
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    if (m.index >= lrs.count || lrs.unknown[m.index]) return Verdict.NotConcerned;
    if ((lrs.marks[m.index] & ENDED) === 0) return Verdict.NotConcerned;
    return holds(lrs.stateRead(m.low, m.high) === lrs.state[m.index]);
  },
});
