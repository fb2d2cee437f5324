import { APR_READS, prioritiesOf, prioritiesVerdict } from '../../active-priorities';
import { RPR_READS } from '../../events';
import { requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-CPU-034',
  title:
    'A priority drop clears the lowest-numbered active-priority bit of both groups, and no other',
  source: 'GICC_EOIR, GICV_EOIR, ICC_EOIR0_EL1, ICC_EOIR1_EL1, ICV_EOIR0_EL1, ICV_EOIR1_EL1 (H)',
  applies: { gic: [2, 3] },
  strength: 'between-barriers',
  on: [...APR_READS, ...RPR_READS],
  check(m, account) {
    const iface = prioritiesOf(account, m);
    // What is still active tells which bit was cleared.
    if (iface.drops === 0 || iface.aprRestored || !iface.anyActive()) return Verdict.NotConcerned;
    return prioritiesVerdict(account, m);
  },
});
