import { Mark } from '../../account/marks';
import { ACTIVE_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-INV-009',
  title:
    'The physical interrupt of a list register with HW=1 is active until the virtual deactivation, and inactive after it',
  source: 'IHI 0048 GICH_LR.HW, IHI 0069 ICH_LR<n>_EL2.HW',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'after-barrier',
  on: ACTIVE_READS,
  check(m, account) {
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const held = i.marked(Mark.HeldByListRegister, m.word);
    const concerned = held | i.marked(Mark.ReleasedByListRegister, m.word);
    return bitsAre(m.low, i.active[m.word], concerned & ~i.unknown[m.word]);
  },
});
