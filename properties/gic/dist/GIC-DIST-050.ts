import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-050',
  title:
    'ITARGETSR0-7 read the bit of the reading PE in each byte; a uniprocessor has all of ITARGETSR RAZ/WI',
  source: 'IHI 0048 4.3.12 GICD_ITARGETSR (H)',
  applies: { gic: [2] },
  strength: 'between-barriers',
  on: reading(Register.GICD_ITARGETSR),
  check(m, account) {
    const { vcpus } = account.interrupts;
    if (m.word < 0) return Verdict.NotConcerned;
    if (vcpus === 1) return holds(m.low === 0);
    if (m.word >= vcpus) return Verdict.NotConcerned;
    const own = 1 << m.vcpu;
    return holds(m.low === (m.size === 1 ? own : Math.imul(own, 0x01010101)));
  },
});
