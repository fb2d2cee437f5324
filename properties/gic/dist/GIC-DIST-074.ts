import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-DIST-074',
  title: 'Of an SGI pending from several sources every source is reported exactly once',
  source: 'IHI 0048 4.4.4 GICC_IAR (C)',
  applies: { gic: [2] },
  strength: 'after-barrier',
  on: [...CPU_ACKNOWLEDGES, ...PENDING_READS],
  check(m, account) {
    const i = account.interrupts;
    if (!m.isAcknowledge) {
      if (m.word < 0) return Verdict.NotConcerned;
      // Sources that were not reported yet keep it pending.
      const waiting = i.marked(Mark.MultiSource, m.word) & i.pending(m.word);
      return bitsAre(m.low, -1, waiting & ~i.unknown[m.word]);
    }
    if (m.instance >= 0 && m.acknowledged < 16 && i.has(Mark.MultiSource, m.instance)) {
      if ((i.unknown[m.vcpu] >>> m.acknowledged) & 1) return Verdict.NotConcerned;
      const sources = i.sources[m.vcpu * 16 + m.acknowledged];
      return (sources >>> m.source) & 1 ? Verdict.Held : Verdict.Broken;
    }
    return takesMarked(account, m, Mark.MultiSource);
  },
});
