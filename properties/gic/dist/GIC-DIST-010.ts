import { Register } from '../../../models/architecture/registers';
import { CPU_ACKNOWLEDGES, PENDING_READS, reading } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { acknowledgeVerdict } from '../../scenarios';

export default requirement({
  id: 'GIC-DIST-010',
  title:
    'GICD_CTLR bits 0 and 1 enable forwarding of a group; without it pending is still recorded',
  source: 'IHI 0048 4.3.1 GICD_CTLR (H)',
  applies: { gic: [2] },
  strength: 'after-barrier',
  on: [...reading(Register.GICD_CTLR), ...PENDING_READS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    const groups = account.distributorGroups;
    if (m.isAcknowledge) {
      const e = account.evaluate(m.vcpu, 0);
      const heldHere = (account.interface(m.vcpu, 0).groups & ~groups) !== 0;
      if (!heldHere || !e.groupOff) return Verdict.NotConcerned;
      return acknowledgeVerdict(account, m);
    }
    // Bit 1 is RAZ/WI without grouping, so it is judged only where it was written with 0.
    if (m.register === Register.GICD_CTLR) return bitsAre(m.low, groups, 1 | (~groups & 2));
    if (m.word < 0 || groups !== 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    return bitsAre(m.low, -1, i.pending(m.word) & ~i.unknown[m.word]);
  },
});
