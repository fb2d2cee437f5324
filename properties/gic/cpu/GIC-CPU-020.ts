import { APR_READS, prioritiesOf, prioritiesVerdict, visibleGroups } from '../../active-priorities';
import { Mark } from '../../account/marks';
import { ACKNOWLEDGES, ACTIVE_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { acknowledgeVerdict } from '../../scenarios';

export default requirement({
  id: 'GIC-CPU-020',
  title:
    "An acknowledge returns the candidate's INTID, makes it active and sets the active-priority bit of its group priority",
  source: 'GICC_IAR, GICV_IAR, ICC_IAR0_EL1, ICC_IAR1_EL1, ICV_IAR0_EL1, ICV_IAR1_EL1 (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...ACKNOWLEDGES, ...APR_READS, ...ACTIVE_READS],
  check(m, account) {
    if (m.isAcknowledge) {
      const e = account.evaluate(m.vcpu, m.interface);
      const signalled = (e.signal0 ? 1 : 0) | (e.signal1 ? 2 : 0);
      if ((signalled & visibleGroups(account, m)) === 0) return Verdict.NotConcerned;
      return acknowledgeVerdict(account, m);
    }
    if (ACTIVE_READS.includes(m.register)) {
      if (m.word < 0) return Verdict.NotConcerned;
      const i = account.interrupts;
      return bitsAre(m.low, -1, i.marked(Mark.Acknowledged, m.word) & ~i.unknown[m.word]);
    }
    const iface = prioritiesOf(account, m);
    return iface.depth > 0 && !iface.stackUnknown
      ? prioritiesVerdict(account, m)
      : Verdict.NotConcerned;
  },
});
