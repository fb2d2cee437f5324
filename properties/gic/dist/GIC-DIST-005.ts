import { Register } from '../../../models/architecture/registers';
import type { Account } from '../../account/account';
import { Mark } from '../../account/marks';
import { ACTIVE_READS, ENABLE_READS, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

/** Enable bits that are judged: those written, and no SGI enables of GICv2 (DIV-02). */
function enablesKnown(account: Account, word: number): number {
  const i = account.interrupts;
  const fixed = account.machine.gic === 2 && word < i.vcpus ? 0xffff : 0;
  return i.enableKnown[word] & ~fixed;
}

export default requirement({
  id: 'GIC-DIST-005',
  title: 'Set and clear registers act on bits written with 1 only, and both read the same bit',
  source: 'IHI 0048 register map; IHI 0069 register maps (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...ENABLE_READS, ...PENDING_READS, ...ACTIVE_READS],
  check(m, account) {
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const concerned =
      i.marked(Mark.WrittenZero, m.word) & i.implemented[m.word] & ~i.unknown[m.word];
    switch (m.register) {
      case Register.GICD_ISENABLER:
      case Register.GICD_ICENABLER:
      case Register.GICR_ISENABLER0:
      case Register.GICR_ICENABLER0:
        return bitsAre(m.low, i.enabled[m.word], concerned & enablesKnown(account, m.word));
      case Register.GICD_ISPENDR:
      case Register.GICD_ICPENDR:
      case Register.GICR_ISPENDR0:
      case Register.GICR_ICPENDR0:
        return bitsAre(m.low, i.pending(m.word), concerned);
      default:
        return bitsAre(m.low, i.active[m.word], concerned);
    }
  },
});
