import { prioritiesVerdict } from '../../active-priorities';
import { RPR_READS } from '../../events';
import { requirement } from '../../requirement';

export default requirement({
  id: 'GIC-CPU-030',
  title: 'RPR reads the group priority of the highest active priority, 0xFF if there is none',
  source: 'GICC_RPR, GICV_RPR, ICC_RPR_EL1, ICV_RPR_EL1 (H)',
  applies: { gic: [2, 3] },
  strength: 'between-barriers',
  on: RPR_READS,
  check: (m, account) => prioritiesVerdict(account, m),
});
