import { ACTIVE_READS, RPR_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-034',
  title:
    'ISACTIVER and ICACTIVER read and write the active state, and leave the running priority alone',
  source: 'IHI 0048 4.3.9 GICD_ISACTIVER, 4.3.10 GICD_ICACTIVER; IHI 0069 GICD_ISACTIVER<n> (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...ACTIVE_READS, ...RPR_READS],
  check(m, account) {
    if (RPR_READS.includes(m.register)) {
      const iface = account.interface(m.vcpu, m.interface);
      if (!iface.activeWritten || !iface.known || iface.bprChangedWhileActive) {
        return Verdict.NotConcerned;
      }
      // Low bits may be those of the full priority (DIV-25).
      return bitsAre(m.low, iface.running(), iface.groupMask(iface.runningGroup()));
    }
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    return bitsAre(m.low, i.active[m.word], i.implemented[m.word] & ~i.unknown[m.word]);
  },
});
