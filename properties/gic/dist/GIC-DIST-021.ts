import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, ENABLE_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-DIST-021',
  title:
    'ISENABLER and ICENABLER read the forwarding enable, and enabling a pending interrupt makes it eligible',
  source: 'IHI 0048 4.3.5 GICD_ISENABLER, 4.3.6 GICD_ICENABLER; IHI 0069 GICD_ISENABLER<n> (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...ENABLE_READS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    if (m.isAcknowledge) return takesMarked(account, m, Mark.EnabledWhilePending);
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    // SGI enables of GICv2 may be fixed (DIV-02).
    const fixed = account.machine.gic === 2 && m.word < i.vcpus ? 0xffff : 0;
    const concerned = i.enableKnown[m.word] & i.implemented[m.word] & ~i.unknown[m.word] & ~fixed;
    return bitsAre(m.low, i.enabled[m.word], concerned);
  },
});
