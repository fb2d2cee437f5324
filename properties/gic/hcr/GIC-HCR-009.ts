import { Register } from '../../../models/architecture/registers';
import { CountMark } from '../../account/list-registers';
import { reading } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-HCR-009',
  title: 'An EOIR with EOImode 1 that finds no list register leaves EOIcount as it is',
  source: 'IHI 0048 GICH_HCR.EOICount; IHI 0069 ICH_HCR_EL2.EOIcount (L)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.GICH_HCR, Register.ICH_HCR_EL2),
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    if ((lrs.countMarks & CountMark.DropMiss) === 0) return Verdict.NotConcerned;
    if (!lrs.hcrKnown || lrs.eoiCountUnknown) return Verdict.NotConcerned;
    return holds(m.low >>> 27 === lrs.eoiCount);
  },
});
