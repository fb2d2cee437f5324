import { Register } from '../../../models/architecture/registers';
import { CountMark } from '../../account/list-registers';
import { reading } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-HCR-008',
  title: 'An EOIR that clears no active priority increments EOIcount at most once',
  source: 'IHI 0048 GICH_HCR.EOICount; IHI 0069 ICH_HCR_EL2.EOIcount (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.GICH_HCR, Register.ICH_HCR_EL2),
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    if ((lrs.countMarks & CountMark.PoplessMiss) === 0) return Verdict.NotConcerned;
    if (!lrs.hcrKnown || lrs.eoiCountSpoiled || (lrs.countMarks & CountMark.DropMiss) !== 0) {
      return Verdict.NotConcerned;
    }
    return holds((((m.low >>> 27) - lrs.eoiCount) & 31) <= lrs.eoiCountOpen);
  },
});
