import { LR_INACTIVE, LR_PENDING_ACTIVE } from '../../account/list-registers';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-LR-005',
  title: 'A list register with HW=1 is not pending and active: the physical GIC holds that',
  source: 'IHI 0048 GICH_LRn.HW; IHI 0069 ICH_LR<n>_EL2.HW (H)',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }) {
    let verdict: Verdict = Verdict.NotConcerned;
    for (let n = 0; n < record.shown; n++) {
      if (record.registerHw(n) === 0) continue;
      const state = record.registerState(n);
      if (state === LR_PENDING_ACTIVE) return Verdict.Broken;
      if (state !== LR_INACTIVE) verdict = Verdict.Held;
    }
    return verdict;
  },
});
