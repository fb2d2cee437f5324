import { Line } from '../../../models/contract/observation';
import { Hcr, maintenance } from '../../account/maintenance';
import { VIRTUAL_LINES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-HCR-002',
  title: 'The maintenance interrupt is asserted exactly while HCR.En is 1 and MISR is not 0',
  source: 'IHI 0048 GICH_MISR; IHI 0069 ICH_MISR_EL2 (H)',
  applies: { gic: [2, 3], listRegisterInterface: true, lines: true },
  strength: 'after-barrier',
  on: [VIRTUAL_LINES],
  check(m, account) {
    const lrs = account.listRegisters[m.linesOf];
    const isOff = ((account.off >>> m.linesOf) & 1) !== 0;
    if (isOff || !lrs.hcrKnown || lrs.hcr === 0) return Verdict.NotConcerned;
    const asserted = (m.lines & Line.Maintenance) !== 0;
    const expected = maintenance(lrs, account.interface(m.linesOf, 1));
    if ((expected & 0xff) !== 0) return holds(asserted === ((lrs.hcr & Hcr.En) !== 0));
    return expected === 0 ? holds(!asserted) : Verdict.NotConcerned;
  },
});
