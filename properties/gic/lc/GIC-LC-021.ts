import { CPU_ACKNOWLEDGES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';
import { latchedEdges, takesAmong } from '../../scenarios';

export default requirement({
  id: 'GIC-LC-021',
  title:
    'An edge interrupt is activated no more often than it was made pending, and at least once after the last time',
  source: 'derived from IHI 0048 3.2.2, IHI 0069 interrupt state machine',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: CPU_ACKNOWLEDGES,
  check(m, account) {
    const i = account.interrupts;
    const n = m.instance;
    if (n < 0) return takesAmong(account, m, latchedEdges);
    const levelOrUnknown = i.level[n >> 5] | i.unknown[n >> 5];
    if ((levelOrUnknown >>> (n & 31)) & 1) return Verdict.NotConcerned;
    return holds(i.credit[n] > 0);
  },
});
