import { Line } from '../../../models/contract/observation';
import { VIRTUAL_LINES, VIRTUAL_ACKNOWLEDGES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';
import { acknowledgeVerdict } from '../../scenarios';

export default requirement({
  id: 'GIC-LR-013',
  title:
    'The list register in State 01 of an enabled group with the lowest Priority is signalled, if VPMR and the active priorities let it pass',
  source: 'IHI 0048 GICV_IAR; IHI 0069 ICV_IAR<n>_EL1, ICH_LR<n>_EL2.Priority (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'after-barrier',
  on: [...VIRTUAL_ACKNOWLEDGES, VIRTUAL_LINES],
  check(m, account) {
    const isLines = m.linesOf >= 0;
    const vcpu = isLines ? m.linesOf : m.vcpu;
    const e = account.evaluate(vcpu, 1);
    if (e.uncertain || e.candidates === 0) return Verdict.NotConcerned;
    if (!isLines) return acknowledgeVerdict(account, m);
    // Of two groups at the same priority either may be the candidate (DIV-07).
    if ((account.off >>> vcpu) & 1 || (e.best0 && e.best1 && e.signal0 !== e.signal1)) {
      return Verdict.NotConcerned;
    }
    return holds(((m.lines & (Line.Virq | Line.Vfiq)) !== 0) === (e.signal0 || e.signal1));
  },
});
