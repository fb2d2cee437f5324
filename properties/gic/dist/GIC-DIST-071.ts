import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { bitsAre, holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-071',
  title: 'GICD_SGIR with an empty target list sends nothing, and bits of absent PEs are ignored',
  source: 'IHI 0048 4.3.15 GICD_SGIR (H)',
  applies: { gic: [2] },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    const i = account.interrupts;
    const word = m.isAcknowledge ? m.vcpu : m.word;
    if (word < 0 || word >= i.vcpus) return Verdict.NotConcerned;
    if (((account.vainSgiWritten >>> word) & 1) === 0) return Verdict.NotConcerned;
    const known = 0xffff & ~i.unknown[word];
    if (!m.isAcknowledge) return bitsAre(m.low, i.pending(word), known);
    if (m.instance < 0 || m.acknowledged > 15) return Verdict.NotConcerned;
    if (((known >>> m.acknowledged) & 1) === 0) return Verdict.NotConcerned;
    return holds(i.isPending(m.instance));
  },
});
