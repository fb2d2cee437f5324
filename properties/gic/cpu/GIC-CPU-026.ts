import { HPPIR_READS } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';
import { highestPendingVerdict } from '../../scenarios';

export default requirement({
  id: 'GIC-CPU-026',
  title: 'HPPIR returns the highest pending INTID whatever PMR and the running priority are',
  source:
    'GICC_HPPIR, GICV_HPPIR, ICC_HPPIR0_EL1, ICC_HPPIR1_EL1, ICV_HPPIR0_EL1, ICV_HPPIR1_EL1 (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: HPPIR_READS,
  check(m, account) {
    const e = account.evaluate(m.vcpu, m.interface);
    if (e.uncertain) return Verdict.NotConcerned;
    if (e.groupOff) {
      // Whether a disabled group shows in HPPIR, and hides the other one, is open (DIV-26).
      if (e.best !== 256 || account.machine.gic === 2) return Verdict.NotConcerned;
      return holds(m.acknowledged === 1023);
    }
    return highestPendingVerdict(account, m);
  },
});
