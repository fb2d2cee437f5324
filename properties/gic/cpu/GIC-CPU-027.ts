import { Register } from '../../../models/architecture/registers';
import { APR_READS, prioritiesOf, prioritiesVerdict } from '../../active-priorities';
import { reading, RPR_READS } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

const CONTROLS = reading(Register.GICH_HCR, Register.ICH_HCR_EL2);

export default requirement({
  id: 'GIC-CPU-027',
  title:
    'A special INTID (1020-1023) written to EOIR drops no priority and does not count in EOIcount',
  source: 'GICC_EOIR, GICV_EOIR, ICC_EOIR0_EL1, ICC_EOIR1_EL1, ICV_EOIR0_EL1, ICV_EOIR1_EL1 (H)',
  applies: { gic: [2, 3] },
  strength: 'between-barriers',
  on: [...RPR_READS, ...APR_READS, ...CONTROLS],
  check(m, account) {
    if (CONTROLS.includes(m.register)) {
      const lrs = account.listRegisters[m.vcpu];
      if (!account.interface(m.vcpu, 1).specialEoi || lrs.eoiCountUnknown) {
        return Verdict.NotConcerned;
      }
      return holds(m.low >>> 27 === lrs.eoiCount);
    }
    const iface = prioritiesOf(account, m);
    if (!iface.specialEoi || !iface.anyActive()) return Verdict.NotConcerned;
    return prioritiesVerdict(account, m);
  },
});
