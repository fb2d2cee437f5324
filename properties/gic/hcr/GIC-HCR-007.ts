import { Register } from '../../../models/architecture/registers';
import { CountMark } from '../../account/list-registers';
import { reading } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-HCR-007',
  title:
    'EOIcount counts, modulo 32, the EOIRs with EOImode 0 and the DIRs with EOImode 1 that find no list register',
  source: 'IHI 0048 GICH_HCR.EOICount; IHI 0069 ICH_HCR_EL2.EOIcount (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.GICH_HCR, Register.ICH_HCR_EL2),
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    if ((lrs.countMarks & CountMark.Miss) === 0 || !lrs.countKnown) return Verdict.NotConcerned;
    return holds(m.low >>> 27 === lrs.eoiCount);
  },
});
