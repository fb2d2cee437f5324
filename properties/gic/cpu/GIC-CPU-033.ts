import {
  activePriorities,
  APR_READS,
  namedGroupPriority,
  prioritiesOf,
} from '../../active-priorities';
import { bitCount } from '../../account/interrupt-state';
import { ACKNOWLEDGES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-CPU-033',
  title:
    'Nested acknowledges each set one bit, lower-numbered than every bit already set: one for each level',
  source:
    'derived: GICH_APR, ICC_AP0R<n>_EL1, ICC_AP1R<n>_EL1, ICH_AP0R<n>_EL2, ICH_AP1R<n>_EL2 (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...APR_READS, ...ACKNOWLEDGES],
  check(m, account) {
    const iface = prioritiesOf(account, m);
    if (!iface.known || iface.stackUnknown) return Verdict.NotConcerned;
    if (m.isAcknowledge) {
      const priority = iface.depth > 0 ? namedGroupPriority(account, m) : -1;
      return priority < 0 ? Verdict.NotConcerned : holds(priority < iface.running());
    }
    if (iface.depth < 2) return Verdict.NotConcerned;
    const levels = account.machine.gic === 2 ? iface.depth : bitCount(activePriorities(iface, m));
    return holds(bitCount(m.low) === levels);
  },
});
