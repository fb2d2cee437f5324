import { Register } from '../../../models/architecture/registers';
import { CountMark } from '../../account/list-registers';
import { Hcr, Misr } from '../../account/maintenance';
import { reading } from '../../events';
import { bitsAre, holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-HCR-016',
  title: 'LRENP ends when EOIcount is written as 0, and comes again with any other value',
  source: 'IHI 0069 ICH_HCR_EL2.EOIcount (C)',
  applies: { gic: [3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.ICH_HCR_EL2, Register.ICH_MISR_EL2),
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    const zeroed = lrs.countMarks === CountMark.Zeroed;
    const kept = lrs.countMarks === 0 && lrs.eoiCount !== 0;
    if (!lrs.countKnown || (!zeroed && !kept)) return Verdict.NotConcerned;
    if (m.register === Register.ICH_HCR_EL2) return holds(m.low >>> 27 === lrs.eoiCount);
    const concerned = (lrs.hcr & Hcr.LRENPIE) !== 0 ? Misr.NotPresent : 0;
    return bitsAre(m.low, kept ? -1 : 0, concerned);
  },
});
