import { Mark } from '../../account/marks';
import { ACTIVE_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-LR-004',
  title:
    'With HW=1 the virtual deactivation deactivates the physical interrupt, and the priority drop alone does not',
  source: 'IHI 0048 GICH_LRn.HW; IHI 0069 ICH_LR<n>_EL2.HW (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'after-barrier',
  on: ACTIVE_READS,
  check(m, account) {
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const concerned =
      i.marked(Mark.ReleasedByListRegister, m.word) | i.marked(Mark.VirtuallyDropped, m.word);
    return bitsAre(m.low, i.active[m.word], concerned & ~i.unknown[m.word]);
  },
});
