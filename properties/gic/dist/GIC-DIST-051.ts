import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-051',
  title: 'ITARGETSR8 and up have one bit per CPU interface; bits of absent interfaces are RAZ/WI',
  source: 'IHI 0048 4.3.12 GICD_ITARGETSR (H)',
  applies: { gic: [2] },
  strength: 'after-barrier',
  on: reading(Register.GICD_ITARGETSR),
  check(m, account) {
    const i = account.interrupts;
    if (m.word < i.vcpus || i.vcpus === 1) return Verdict.NotConcerned;
    const known = i.implemented[m.word] & ~i.routeUnknown[m.word];
    const absent = ~((1 << i.vcpus) - 1) & 0xff;
    const first = (m.size === 1 ? m.index : m.index * 4) & 31;
    let exercised = absent !== 0;
    for (let n = 0; n < m.size; n++) {
      const read = (m.low >>> (8 * n)) & 0xff;
      if ((read & absent) !== 0) return Verdict.Broken;
      if (((known >>> (first + n)) & 1) === 0) continue;
      exercised = true;
      if (read !== i.targets[m.word * 32 + first + n]) return Verdict.Broken;
    }
    return exercised ? Verdict.Held : Verdict.NotConcerned;
  },
});
