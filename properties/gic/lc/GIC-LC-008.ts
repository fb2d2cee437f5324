import { ACKNOWLEDGES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-LC-008',
  title: 'An active or active and pending interrupt is not forwarded again until deactivated',
  source: 'IHI 0048 3.2.2, IHI 0069 interrupt state machine (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: ACKNOWLEDGES,
  check(m, account) {
    const e = account.evaluate(m.vcpu, m.interface);
    if (e.uncertain || !e.blockedByActive) return Verdict.NotConcerned;
    return holds(account.acknowledgeIsRight(m) === true);
  },
});
