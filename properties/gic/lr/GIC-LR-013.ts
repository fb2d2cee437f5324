import { Line } from '../../../models/contract';
import type { Evaluation } from '../../account/evaluation';
import { LINES, VIRTUAL_ACKNOWLEDGES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';
import { acknowledgeVerdict } from '../../scenarios';

/** Every choice among the best candidates is signalled, or none is. */
function isSure(e: Evaluation): boolean {
  return !(e.best0 && e.best1) || e.signal0 === e.signal1;
}

export default requirement({
  id: 'GIC-LR-013',
  title:
    'The pending list register of the lowest Priority in an enabled group is signalled if it passes VPMR and the active priorities',
  source: 'IHI 0048 GICV_IAR; IHI 0069 ICV_IAR<n>_EL1, ICH_LR<n>_EL2.Priority (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'after-barrier',
  on: [...VIRTUAL_ACKNOWLEDGES, LINES],
  check(m, account) {
    if (m.isAcknowledge && m.linesOf < 0) return Verdict.NotConcerned;
    const vcpu = m.vcpu;
    const e = account.evaluate(vcpu, 1);
    if (e.uncertain || e.candidates === 0) return Verdict.NotConcerned;
    if (m.isAcknowledge) return acknowledgeVerdict(account, m);
    if (!isSure(e)) return Verdict.NotConcerned;
    return holds(((m.lines & (Line.Virq | Line.Vfiq)) !== 0) === (e.signal0 || e.signal1));
  },
});
