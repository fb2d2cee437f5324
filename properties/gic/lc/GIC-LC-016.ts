import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { refusesIdle, takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-LC-016',
  title: 'SGIs of one INTID from several PEs merge into one pending state without a source',
  source: 'IHI 0069 ICC_SGI1R_EL1 (H)',
  applies: { gic: [3] },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    if (m.isAcknowledge) {
      const taking = takesMarked(account, m, Mark.Merged);
      return taking === Verdict.NotConcerned ? refusesIdle(account, m, Mark.MergedTaken) : taking;
    }
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const merged = i.marked(Mark.Merged, m.word) & i.latch[m.word];
    const taken = i.marked(Mark.MergedTaken, m.word) & ~i.latch[m.word];
    return bitsAre(m.low, merged, (merged | taken) & ~i.unknown[m.word]);
  },
});
