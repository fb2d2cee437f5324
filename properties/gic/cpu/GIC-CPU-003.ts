import { ACKNOWLEDGES, HPPIR_READS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { acknowledgeVerdict, highestPendingVerdict } from '../../scenarios';

export default requirement({
  id: 'GIC-CPU-003',
  title: 'Of several pending interrupts the one with the lowest priority value goes first',
  source: 'IHI 0048 3.3, IHI 0069 interrupt prioritization (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...ACKNOWLEDGES, ...HPPIR_READS],
  check(m, account) {
    const e = account.evaluate(m.vcpu, m.interface);
    if (e.uncertain || e.candidates < 2) return Verdict.NotConcerned;
    if (m.isAcknowledge) {
      return e.signal0 || e.signal1 ? acknowledgeVerdict(account, m) : Verdict.NotConcerned;
    }
    // Whether an interrupt of a disabled group hides the others from HPPIR is open (DIV-26).
    return e.groupOff ? Verdict.NotConcerned : highestPendingVerdict(account, m);
  },
});
