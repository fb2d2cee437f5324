import { Outcome } from '../../../models/contract/observation';
import { Register } from '../../../models/architecture/registers';
import { reading, writing } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

const identification = [
  Register.GICD_TYPER,
  Register.GICD_IIDR,
  Register.GICD_ICPIDR2,
  Register.GICD_PIDR2,
  Register.GICR_PIDR2,
];

export default requirement({
  id: 'GIC-DIST-006',
  title: 'TYPER, IIDR and PIDR2 ignore writes, and PIDR2 bits [7:4] give the architecture revision',
  source: 'IHI 0048 4.3.2, ICPIDR2; IHI 0069 GICD_TYPER, GICD_IIDR, GICD_PIDR2 (H)',
  applies: { gic: [2, 3] },
  strength: 'between-barriers',
  on: [...reading(...identification), ...writing(...identification)],
  allOutcomes: true,
  check(m, account) {
    if (m.isWrite) return m.outcome === Outcome.None ? Verdict.NotConcerned : Verdict.Broken;
    if (m.outcome !== Outcome.Value) return Verdict.NotConcerned;
    const peripheral = m.register !== Register.GICD_TYPER && m.register !== Register.GICD_IIDR;
    if (peripheral) {
      const revision = (m.low >>> 4) & 15;
      const right = account.machine.gic === 2 ? revision === 2 : revision === 3 || revision === 4;
      if (!right) return Verdict.Broken;
    }
    const first = account.identification[m.register];
    if (first >= 0 && account.readOnlyWritten[m.register]) return holds(m.value === first);
    return peripheral ? Verdict.Held : Verdict.NotConcerned;
  },
});
