import {
  activePriorities,
  APR_READS,
  isRunningPriority,
  prioritiesOf,
} from '../../active-priorities';
import { RPR_READS } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-CPU-043',
  title: 'The running priority is idle after as many EOIs as acknowledges, and not before',
  source: 'GICC_EOIR, GICV_EOIR, ICC_EOIR0_EL1, ICC_EOIR1_EL1, ICV_EOIR0_EL1, ICV_EOIR1_EL1 (H)',
  applies: { gic: [2, 3] },
  strength: 'between-barriers',
  on: [...RPR_READS, ...APR_READS],
  check(m, account) {
    const iface = prioritiesOf(account, m);
    if (iface.aprUnknown || iface.acknowledgedSinceIdle === 0) return Verdict.NotConcerned;
    const active = iface.anyActive();
    // Judged once something was ended: what an acknowledge pushes is GIC-CPU-020.
    if (active && iface.drops === 0) return Verdict.NotConcerned;
    if (!isRunningPriority(m.register)) {
      return holds((m.low !== 0) === (activePriorities(iface, m) !== 0));
    }
    const idle = (m.low & iface.priorityMask) === iface.priorityMask;
    return holds(idle === !active);
  },
});
