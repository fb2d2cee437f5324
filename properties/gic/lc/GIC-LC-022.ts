import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { refusesIdle, takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-LC-022',
  title:
    'A level interrupt is activated again if its line is high at deactivation, and not if line and latch are clear',
  source: 'derived from IHI 0048 3.2.2, IHI 0069 interrupt state machine',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: CPU_ACKNOWLEDGES,
  check(m, account) {
    const again = takesMarked(account, m, Mark.HighAtDeactivation);
    if (again !== Verdict.NotConcerned) return again;
    return refusesIdle(account, m, Mark.LowAtDeactivation);
  },
});
