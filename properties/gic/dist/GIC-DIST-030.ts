import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-DIST-030',
  title:
    'ISPENDR makes an interrupt pending, and keeps one pending that was so through its level line only',
  source: 'IHI 0048 4.3.7 GICD_ISPENDR; IHI 0069 GICD_ISPENDR<n> (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    if (m.isAcknowledge) return takesMarked(account, m, Mark.LatchedOverLine);
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    // Latched by nothing but ISPENDR; SGI bits of GICv2 cannot be written there.
    const other =
      i.marked(Mark.EdgeLatched, m.word) |
      i.marked(Mark.Sent, m.word) |
      i.marked(Mark.SetBySpendsgir, m.word) |
      (account.machine.gic === 2 && m.word < i.vcpus ? 0xffff : 0);
    return bitsAre(m.low, -1, i.latch[m.word] & ~other & ~i.unknown[m.word]);
  },
});
