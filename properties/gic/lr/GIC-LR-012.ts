import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-LR-012',
  title: 'ELRSR has the bits of the list registers with State 00 and either HW=1 or EOI=0',
  source: 'IHI 0048 GICH_ELRSR; IHI 0069 ICH_ELRSR_EL2 (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.GICH_ELRSR, Register.ICH_ELRSR_EL2),
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    if (!lrs.used) return Verdict.NotConcerned;
    return bitsAre(m.low, lrs.status(m.index, true), lrs.knownBits(m.index));
  },
});
