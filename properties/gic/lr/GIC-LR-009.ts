import { FIRST_SPECIAL_INTID } from '../../../models/contract/machine';
import { LR_INACTIVE } from '../../account/list-registers';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';

const FIRST_PPI = 16;
const FIRST_SPI = 32;

export default requirement({
  id: 'GIC-LR-009',
  title: 'A list register with HW=1 names a PPI or SPI that exists as its physical interrupt',
  source: 'IHI 0048 GICH_LRn.PhysicalID; IHI 0069 ICH_LR<n>_EL2.pINTID (C)',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }, { machine }) {
    const end = Math.min(FIRST_SPI + machine.spis, FIRST_SPECIAL_INTID);
    let verdict: Verdict = Verdict.NotConcerned;
    for (let n = 0; n < record.shown; n++) {
      if (record.registerHw(n) === 0 || record.registerState(n) === LR_INACTIVE) continue;
      const physical = record.registerExtra(n);
      if (physical < FIRST_PPI || physical >= end) return Verdict.Broken;
      verdict = Verdict.Held;
    }
    return verdict;
  },
});
