import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-DIST-070',
  title: 'GICD_SGIR sends to the target list, to all PEs but the writer, or to the writer only',
  source: 'IHI 0048 4.3.15 GICD_SGIR (H)',
  applies: { gic: [2] },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    if (m.isAcknowledge) return takesMarked(account, m, Mark.Sent);
    const i = account.interrupts;
    if (m.word < 0 || m.word >= i.vcpus) return Verdict.NotConcerned;
    if (((account.sgiWritten >>> m.word) & 1) === 0) return Verdict.NotConcerned;
    return bitsAre(m.low, i.pending(m.word), 0xffff & ~i.unknown[m.word]);
  },
});
