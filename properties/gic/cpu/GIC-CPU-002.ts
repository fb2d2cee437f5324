import { ACKNOWLEDGES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-CPU-002',
  title: 'PMR 0 masks everything, and the lowest implemented priority is never signalled',
  source: 'GICC_PMR, GICV_PMR, ICC_PMR_EL1, ICV_PMR_EL1 (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: ACKNOWLEDGES,
  check(m, account) {
    const e = account.evaluate(m.vcpu, m.interface);
    if (e.uncertain || e.best === 256) return Verdict.NotConcerned;
    const iface = account.interface(m.vcpu, m.interface);
    if (iface.pmr !== 0 && e.best < iface.priorityMask) return Verdict.NotConcerned;
    return holds(m.acknowledged === 1023);
  },
});
