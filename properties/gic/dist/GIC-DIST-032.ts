import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { bitsAre, holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-032',
  title: 'ICPENDR ends pending, unless a level line asserts the interrupt',
  source: 'IHI 0048 4.3.8 GICD_ICPENDR; IHI 0069 GICD_ICPENDR<n> (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    const i = account.interrupts;
    if (m.isAcknowledge) {
      if (m.instance < 0 || !i.has(Mark.Cleared, m.instance)) return Verdict.NotConcerned;
      if ((i.unknown[m.instance >> 5] >>> (m.instance & 31)) & 1) return Verdict.NotConcerned;
      return holds(i.isPending(m.instance));
    }
    if (m.word < 0) return Verdict.NotConcerned;
    const cleared = i.marked(Mark.Cleared, m.word) | i.marked(Mark.ClearedWhileAsserted, m.word);
    return bitsAre(m.low, i.pending(m.word), cleared & ~i.unknown[m.word]);
  },
});
