import { Outcome } from '../../../models/contract/observation';
import { APR_READS, APR_WRITES, prioritiesVerdict } from '../../active-priorities';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-CPU-031',
  title:
    '5, 6 and 7 preemption bits give 1, 2 and 4 active-priority registers of each group; GICv2 has one GICH_APR for both',
  source: 'GICH_APR, ICC_AP0R<n>_EL1, ICC_AP1R<n>_EL1, ICH_AP0R<n>_EL2, ICH_AP1R<n>_EL2 (H)',
  applies: { gic: [2, 3] },
  strength: 'between-barriers',
  on: [...APR_READS, ...APR_WRITES],
  allOutcomes: true,
  check(m, account) {
    // An access that trapped to EL2 does not tell whether the register exists.
    if (m.outcome === Outcome.Trap || m.outcome === Outcome.Skipped) return Verdict.NotConcerned;
    const undefinedAccess = m.outcome === Outcome.Undefined;
    const { gic, preemptionBits } = account.machine;
    const count = gic === 2 ? 1 : 1 << (preemptionBits - 5);
    if (m.index >= count) return holds(undefinedAccess);
    if (m.outcome !== Outcome.Value) return holds(m.outcome === Outcome.None);
    return prioritiesVerdict(account, m);
  },
});
