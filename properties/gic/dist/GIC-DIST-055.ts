import { Register } from '../../../models/architecture/registers';
import type { Account } from '../../account/account';
import { Mark } from '../../account/marks';
import type { Moment } from '../../account/moment';
import { CPU_ACKNOWLEDGES, PENDING_READS, reading } from '../../events';
import { bitsAre, holds, requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

/** IROUTER reads what was written, or the affinity of a PE that exists (DIV-10). */
function writtenOrEffective(m: Moment, account: Account): Verdict {
  const i = account.interrupts;
  const instance = m.index < 32 ? -1 : i.instance(m.index, 0);
  if (instance < 0 || ((i.nowhere[instance >> 5] >>> (instance & 31)) & 1) === 0) {
    return Verdict.NotConcerned;
  }
  const low = account.routerLow[instance];
  const high = account.routerHigh[instance];
  if (m.size === 4 && m.aux === 1) return holds(m.low === high || m.low === 0);
  const exists = m.low >= 0 && m.low < i.vcpus;
  if (m.size === 4) return holds(m.low === low || exists);
  return holds((m.low === low && m.high === high) || (exists && m.high === 0));
}

export default requirement({
  id: 'GIC-DIST-055',
  title: 'An interrupt routed to a PE that does not exist is not lost, whichever way it is treated',
  source: 'IHI 0069 GICD_IROUTER<n> (H)',
  applies: { gic: [3] },
  strength: 'after-barrier',
  on: [...CPU_ACKNOWLEDGES, ...PENDING_READS, ...reading(Register.GICD_IROUTER)],
  check(m, account) {
    if (m.isAcknowledge) return takesMarked(account, m, Mark.ReleasedByTarget);
    if (m.register === Register.GICD_IROUTER) return writtenOrEffective(m, account);
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    return bitsAre(m.low, -1, i.nowhere[m.word] & i.pending(m.word) & ~i.unknown[m.word]);
  },
});
