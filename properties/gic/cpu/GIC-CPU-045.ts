import { LR_PENDING, LrMark } from '../../account/list-registers';
import { Mark } from '../../account/marks';
import { ACKNOWLEDGES } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { acknowledgeVerdict, takesMarked } from '../../scenarios';

const ENDED = LrMark.EndedByEoir | LrMark.EndedByDir;

export default requirement({
  id: 'GIC-CPU-045',
  title: 'An interrupt that is still pending when it is deactivated is eligible again at once',
  source: 'GICC_EOIR, GICC_DIR, GICV_EOIR, GICV_DIR, ICC_DIR_EL1, ICV_DIR_EL1: deactivation (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: ACKNOWLEDGES,
  check(m, account) {
    if (m.interface === 0) return takesMarked(account, m, Mark.DeactivatedWhilePending);
    const e = account.evaluate(m.vcpu, 1);
    if (e.uncertain || !(e.signal0 || e.signal1)) return Verdict.NotConcerned;
    const lrs = account.listRegisters[m.vcpu];
    const { groups } = account.interface(m.vcpu, 1);
    for (let n = 0; n < lrs.top; n++) {
      if (lrs.state[n] !== LR_PENDING || (lrs.marks[n] & ENDED) === 0) continue;
      if (lrs.priority[n] !== e.best || ((groups >>> lrs.group[n]) & 1) === 0) continue;
      return acknowledgeVerdict(account, m);
    }
    return Verdict.NotConcerned;
  },
});
