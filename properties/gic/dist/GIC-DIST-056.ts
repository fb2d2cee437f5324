import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-056',
  title: 'Where 1-of-N distribution is not supported GICD_IROUTER.IRM is RES0',
  source: 'IHI 0069 GICD_TYPER.No1N (H)',
  applies: { gic: [3] },
  strength: 'between-barriers',
  on: reading(Register.GICD_IROUTER),
  check(m, account) {
    if (m.word < 0 || (m.size === 4 && m.aux === 1)) return Verdict.NotConcerned;
    const typer = account.identification[Register.GICD_TYPER];
    const unsupported = typer < 0 ? !account.machine.oneOfN : ((typer >>> 25) & 1) !== 0;
    return unsupported ? holds(m.low >= 0) : Verdict.NotConcerned;
  },
});
