import { ACKNOWLEDGES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-CPU-022',
  title: 'An acknowledge returns 1023 if nothing can be signalled at the time of the read',
  source: 'GICC_IAR, GICV_IAR, ICC_IAR0_EL1, ICC_IAR1_EL1, ICV_IAR0_EL1, ICV_IAR1_EL1 (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: ACKNOWLEDGES,
  check(m, account) {
    const e = account.evaluate(m.vcpu, m.interface);
    if (e.uncertain || e.signal0 || e.signal1) return Verdict.NotConcerned;
    return holds(m.acknowledged === 1023);
  },
});
