import type { Evaluation } from '../../account/evaluation';
import { WAITING } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

/** Whichever of the best candidates is chosen, it is signalled. */
function mustSignal(e: Evaluation): boolean {
  if (e.uncertain || e.best === 256) return false;
  return (!e.best0 || e.signal0) && (!e.best1 || e.signal1);
}

export default requirement({
  id: 'GIC-INV-014',
  title: 'A PE that waits for interrupts with one that is signalled wakes up',
  source: 'derived from GIC-CPU-001; IHI 0048 3.3, IHI 0069 interrupt signalling',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: WAITING,
  check(m, account) {
    const signalled =
      mustSignal(account.evaluate(m.vcpu, 0)) || mustSignal(account.evaluate(m.vcpu, 1));
    return signalled ? holds(m.low === 1) : Verdict.NotConcerned;
  },
});
