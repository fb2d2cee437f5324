import { BPR0_READS, BPR1_READS } from '../../active-priorities';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-CPU-010',
  title:
    'A binary point resets to its minimum and does not go below it: 7 - PREbits for Group 0, one more for Group 1',
  source: 'GICC_BPR, GICV_BPR, ICC_BPR0_EL1, ICC_BPR1_EL1, ICV_BPR0_EL1, ICV_BPR1_EL1 (H)',
  applies: { gic: [2, 3] },
  strength: 'between-barriers',
  on: [...BPR0_READS, ...BPR1_READS],
  check(m, account) {
    const iface = account.interface(m.vcpu, m.interface);
    const untouched = iface.lastWriter === 'none';
    if (BPR0_READS.includes(m.register)) {
      if (!iface.bpr0Known) return Verdict.NotConcerned;
      if (!untouched && !iface.bpr0BelowMinimum) return Verdict.NotConcerned;
      return holds((m.low & 7) === iface.minimumBpr);
    }
    if (!iface.bpr1Known || !iface.controlKnown || iface.cbpr) return Verdict.NotConcerned;
    if (!untouched && !iface.bpr1BelowMinimum) return Verdict.NotConcerned;
    return holds((m.low & 7) === iface.minimumBpr + 1);
  },
});
