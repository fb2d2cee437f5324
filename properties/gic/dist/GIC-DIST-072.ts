import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-072',
  title:
    'Byte n of SPENDSGIR and CPENDSGIR reads the pending sources of SGI n; bits of absent PEs are RAZ/WI',
  source: 'IHI 0048 4.3.16 GICD_CPENDSGIR, 4.3.17 GICD_SPENDSGIR (H)',
  applies: { gic: [2] },
  strength: 'after-barrier',
  on: reading(Register.GICD_SPENDSGIR, Register.GICD_CPENDSGIR),
  check(m, account) {
    const i = account.interrupts;
    const first = m.size === 1 ? m.index : m.index * 4;
    let exercised = false;
    for (let n = 0; n < m.size; n++) {
      if ((i.unknown[m.vcpu] >>> (first + n)) & 1) continue;
      exercised = true;
      const read = (m.low >>> (8 * n)) & 0xff;
      if (read !== i.sources[m.vcpu * 16 + first + n]) return Verdict.Broken;
    }
    return exercised ? Verdict.Held : Verdict.NotConcerned;
  },
});
