import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-HCR-011',
  title: 'VTR tells the number of list registers and of priority and preemption bits',
  source: 'IHI 0048 GICH_VTR; IHI 0069 ICH_VTR_EL2 (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.GICH_VTR, Register.ICH_VTR_EL2),
  check(m, account) {
    const { gic, listRegisters, priorityBits, preemptionBits } = account.machine;
    const priorities = gic === 2 ? 5 : priorityBits;
    const preemptions = gic === 2 ? 5 : preemptionBits;
    const expected = ((priorities - 1) << 29) | ((preemptions - 1) << 26) | (listRegisters - 1);
    if (gic === 2) return bitsAre(m.low, expected, 0xfc00003f);
    // IDbits: 16 or 24 bits.
    if (((m.low >>> 23) & 7) > 1) return Verdict.Broken;
    return bitsAre(m.low, expected, 0xfc00001f);
  },
});
