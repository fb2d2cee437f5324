import { APR_READS, prioritiesOf, prioritiesVerdict } from '../../active-priorities';
import { RPR_READS } from '../../events';
import { requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-CPU-044',
  title: 'An EOIR with no active priority drops nothing',
  source: 'GICC_EOIR, GICV_EOIR, ICC_EOIR0_EL1, ICC_EOIR1_EL1, ICV_EOIR0_EL1, ICV_EOIR1_EL1 (C)',
  applies: { gic: [2, 3] },
  strength: 'between-barriers',
  on: [...RPR_READS, ...APR_READS],
  check(m, account) {
    const iface = prioritiesOf(account, m);
    if (!iface.poplessEoi || iface.anyActive()) return Verdict.NotConcerned;
    return prioritiesVerdict(account, m);
  },
});
