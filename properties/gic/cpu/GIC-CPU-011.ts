import { Register } from '../../../models/architecture/registers';
import { BPR1_READS } from '../../active-priorities';
import { ACKNOWLEDGES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';
import { acknowledgeVerdict } from '../../scenarios';

export default requirement({
  id: 'GIC-CPU-011',
  title:
    "With CBPR 1 Group 1 uses BPR0's split, BPR1 reads min(BPR0 + 1, 7) and writes to it are ignored",
  source: 'GICC_CTLR.CBPR, GICV_CTLR.CBPR, ICC_CTLR_EL1.CBPR, ICV_CTLR_EL1.CBPR (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...BPR1_READS, ...ACKNOWLEDGES],
  check(m, account) {
    const iface = account.interface(m.vcpu, m.interface);
    if (!iface.controlKnown) return Verdict.NotConcerned;
    if (m.isAcknowledge) {
      const e = account.evaluate(m.vcpu, m.interface);
      if (!iface.cbpr || !e.best1 || !iface.anyActive()) return Verdict.NotConcerned;
      return acknowledgeVerdict(account, m);
    }
    if (iface.cbpr) {
      // The digest says what the virtual one reads; the physical GICC_ABPR is left out.
      if (!iface.bpr0Known || m.register === Register.GICC_ABPR) return Verdict.NotConcerned;
      return holds((m.low & 7) === Math.min(iface.bpr0 + 1, 7));
    }
    if (!iface.bpr1WrittenUnderCbpr || !iface.bpr1Known) return Verdict.NotConcerned;
    return holds((m.low & 7) === iface.bpr1);
  },
});
