import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-DIST-075',
  title:
    'ICC_SGI1R and ICC_SGI0R send to the PEs their fields name, or with IRM to all but the sender',
  source: 'IHI 0069 ICC_SGI1R_EL1, ICC_SGI0R_EL1 (H)',
  applies: { gic: [3] },
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
