import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-DIST-076',
  title: 'ICC_SGI0R reaches only PEs where that SGI is Group 0',
  source: 'IHI 0069 group table for SGI generation (C)',
  applies: { gic: [3], groups: true },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    const i = account.interrupts;
    if (!m.isAcknowledge) {
      if (m.word < 0) return Verdict.NotConcerned;
      const concerned = i.marked(Mark.NamedBySgi0r, m.word) & ~i.unknown[m.word];
      return bitsAre(m.low, i.pending(m.word), concerned);
    }
    if (m.instance >= 0 && i.has(Mark.NamedBySgi0r, m.instance) && !i.isPending(m.instance)) {
      const unknown = (i.unknown[m.instance >> 5] >>> (m.instance & 31)) & 1;
      return unknown ? Verdict.NotConcerned : Verdict.Broken;
    }
    return takesMarked(account, m, Mark.NamedBySgi0r);
  },
});
