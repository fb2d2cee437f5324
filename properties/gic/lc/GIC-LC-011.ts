import type { Account } from '../../account/account';
import { Mark } from '../../account/marks';
import { ACTIVE_READS, CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { bitsAre, holds, requirement, Verdict } from '../../requirement';
import { anyFor, stateOf, takenElsewhere } from '../../scenarios';

function withdrawn(account: Account, word: number): number {
  return account.interrupts.marked(Mark.Withdrawn, word);
}

export default requirement({
  id: 'GIC-LC-011',
  title:
    'An acknowledge after the condition that caused signalling disappeared returns a special INTID and changes no state',
  source: 'IHI 0048 3.2.3 spurious interrupts, IHI 0069 ICC_IAR0_EL1, ICC_IAR1_EL1 (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...CPU_ACKNOWLEDGES, ...PENDING_READS, ...ACTIVE_READS],
  check(m, account) {
    const { vcpu, word } = m;
    if (m.isAcknowledge) {
      const e = account.evaluate(vcpu, 0);
      if (e.uncertain || e.signal0 || e.signal1) return Verdict.NotConcerned;
      const gone = e.masked || anyFor(account, vcpu, withdrawn) || takenElsewhere(account, vcpu);
      return gone ? holds(m.special) : Verdict.NotConcerned;
    }
    if (word < 0 || !account.interface(vcpu, 0).specialAcknowledge) return Verdict.NotConcerned;
    const i = account.interrupts;
    const concerned = withdrawn(account, word) & i.routed[vcpu * i.words + word];
    return bitsAre(m.low, stateOf(account, m.register, word), concerned & ~i.unknown[word]);
  },
});
