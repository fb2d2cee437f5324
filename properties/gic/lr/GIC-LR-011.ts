import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-LR-011',
  title: 'EISR has the bits of the list registers with State 00, HW=0 and EOI=1',
  source: 'IHI 0048 GICH_EISR; IHI 0069 ICH_EISR_EL2 (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.GICH_EISR, Register.ICH_EISR_EL2),
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    if (!lrs.used) return Verdict.NotConcerned;
    return bitsAre(m.low, lrs.status(m.index, false), lrs.knownBits(m.index));
  },
});
