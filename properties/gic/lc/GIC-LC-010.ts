import { Mark } from '../../account/marks';
import { ACTIVE_READS, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { stateOf } from '../../scenarios';

export default requirement({
  id: 'GIC-LC-010',
  title: 'Disabling an interrupt changes neither its pending nor its active bit',
  source: 'IHI 0048 GICD_ICENABLER, IHI 0069 GICD_ICENABLER (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...ACTIVE_READS],
  check(m, account) {
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const disabled = i.marked(Mark.DisabledWhileAlive, m.word) & ~i.enabled[m.word];
    return bitsAre(m.low, stateOf(account, m.register, m.word), disabled & ~i.unknown[m.word]);
  },
});
