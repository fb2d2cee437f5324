import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-016',
  title: 'ITARGETSR bits of PEs beyond GICD_TYPER.CPUNumber read 0',
  source: 'IHI 0048 4.3.2 GICD_TYPER (confidence not stated)',
  applies: { gic: [2] },
  strength: 'between-barriers',
  on: reading(Register.GICD_ITARGETSR),
  check(m, account) {
    const typer = account.identification[Register.GICD_TYPER];
    if (m.word < 0 || typer < 0) return Verdict.NotConcerned;
    const existing = (2 << ((typer >>> 5) & 7)) - 1;
    const absent = Math.imul(~existing & 0xff, m.size === 1 ? 1 : 0x01010101);
    return bitsAre(m.low, 0, absent);
  },
});
