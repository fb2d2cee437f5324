import { APR_READS, prioritiesOf, prioritiesVerdict } from '../../active-priorities';
import { requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-CPU-032',
  title:
    'An active-priority register restored with 0 or with a value read before reads back that value',
  source: 'GICH_APR, ICC_AP0R<n>_EL1, ICC_AP1R<n>_EL1, ICH_AP0R<n>_EL2, ICH_AP1R<n>_EL2 (H)',
  applies: { gic: [2, 3] },
  strength: 'between-barriers',
  on: APR_READS,
  check(m, account) {
    if (!prioritiesOf(account, m).aprRestored) return Verdict.NotConcerned;
    return prioritiesVerdict(account, m);
  },
});
