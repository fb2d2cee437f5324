import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { requirement } from '../../requirement';
import { sentSgis } from '../../scenarios';

export default requirement({
  id: 'GIC-DIST-070',
  title: 'GICD_SGIR sends to the target list, to all PEs but the writer, or to the writer only',
  source: 'IHI 0048 4.3.15 GICD_SGIR (H)',
  applies: { gic: [2] },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...CPU_ACKNOWLEDGES],
  check: sentSgis,
});
