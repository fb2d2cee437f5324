import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { holds, requirement } from '../../requirement';

export default requirement({
  id: 'GIC-CPU-012',
  title:
    'The GICv2 virtual interface has 5 priority bits: BPR is at least 2, ABPR at least 3, PMR bits [2:0] are 0',
  source: 'GICV_BPR, GICV_ABPR, GICV_PMR (H)',
  applies: { gic: [2], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.GICV_BPR, Register.GICV_ABPR, Register.GICV_PMR),
  check(m) {
    if (m.register === Register.GICV_PMR) return holds((m.low & 7) === 0);
    return holds((m.low & 7) >= (m.register === Register.GICV_BPR ? 2 : 3));
  },
});
