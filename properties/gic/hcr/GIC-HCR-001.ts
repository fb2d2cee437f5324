import { Line } from '../../../models/contract/observation';
import { Hcr } from '../../account/maintenance';
import { Register } from '../../../models/architecture/registers';
import { VIRTUAL_LINES, reading, VIRTUAL_ACKNOWLEDGES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

const SIGNALS = Line.Virq | Line.Vfiq | Line.Maintenance;

export default requirement({
  id: 'GIC-HCR-001',
  title:
    'With HCR.En=0 no virtual or maintenance interrupt is signalled, acknowledges are spurious, and list registers are kept',
  source: 'IHI 0048 GICH_HCR.En; IHI 0069 ICH_HCR_EL2.En (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'after-barrier',
  on: [...VIRTUAL_ACKNOWLEDGES, ...reading(Register.GICH_LR, Register.ICH_LR_EL2), VIRTUAL_LINES],
  check(m, account) {
    const isLines = m.linesOf >= 0;
    const vcpu = isLines ? m.linesOf : m.vcpu;
    const lrs = account.listRegisters[vcpu];
    if (!lrs.hcrKnown || !lrs.used || (lrs.hcr & Hcr.En) !== 0) return Verdict.NotConcerned;
    if ((account.off >>> vcpu) & 1) return Verdict.NotConcerned;
    if (isLines) return holds((m.lines & SIGNALS) === 0);
    if (m.isAcknowledge) return holds(m.acknowledged === 1023);
    const n = m.index;
    if (n >= lrs.count || lrs.unknown[n] || lrs.state[n] === 0) return Verdict.NotConcerned;
    return holds(lrs.stateRead(m.low, m.high) === lrs.state[n]);
  },
});
