import { ACKNOWLEDGES } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { acknowledgeVerdict } from '../../scenarios';

export default requirement({
  id: 'GIC-CPU-004',
  title:
    'Preemption compares group priorities only; among pending interrupts the full priority decides',
  source: 'GICC_BPR, GICV_BPR, ICC_BPR0_EL1, ICC_BPR1_EL1, ICV_BPR0_EL1, ICV_BPR1_EL1 (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: ACKNOWLEDGES,
  check(m, account) {
    const e = account.evaluate(m.vcpu, m.interface);
    if (e.uncertain) return Verdict.NotConcerned;
    if (e.subPriorities && (e.signal0 || e.signal1)) return acknowledgeVerdict(account, m);
    if (!e.notPreempting || e.masked) return Verdict.NotConcerned;
    // Within the running group priority no sub-priority is high enough.
    const iface = account.interface(m.vcpu, m.interface);
    const mask = iface.groupMask(e.best0 ? 0 : 1);
    if ((e.best & mask) !== iface.running()) return Verdict.NotConcerned;
    return acknowledgeVerdict(account, m);
  },
});
