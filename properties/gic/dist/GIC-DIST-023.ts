import { Mark } from '../../account/marks';
import { ACTIVE_READS, CPU_ACKNOWLEDGES } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { refusesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-DIST-023',
  title: 'Disabling an interrupt retracts its pending offer and does not withdraw its active state',
  source: 'IHI 0048 4.3.6 GICD_ICENABLER; IHI 0069 GICD_ICENABLER<n> (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...ACTIVE_READS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    if (m.isAcknowledge) {
      // SGI enables of GICv2 may be fixed (DIV-02).
      if (account.machine.gic === 2 && m.acknowledged < 16) return Verdict.NotConcerned;
      return refusesMarked(account, m, Mark.DisabledWhilePending);
    }
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const disabled = i.marked(Mark.DisabledWhileAlive, m.word);
    return bitsAre(m.low, -1, disabled & i.active[m.word] & ~i.unknown[m.word]);
  },
});
