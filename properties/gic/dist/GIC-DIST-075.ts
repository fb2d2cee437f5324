import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { requirement } from '../../requirement';
import { sentSgis } from '../../scenarios';

export default requirement({
  id: 'GIC-DIST-075',
  title:
    'ICC_SGI1R and ICC_SGI0R send to the PEs their fields name, or with IRM to all but the sender',
  source: 'IHI 0069 ICC_SGI1R_EL1, ICC_SGI0R_EL1 (H)',
  applies: { gic: [3] },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...CPU_ACKNOWLEDGES],
  check: sentSgis,
});
