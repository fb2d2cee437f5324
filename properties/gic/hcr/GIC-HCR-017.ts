import { LISTS } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';
import { Control, isAtEntry, isLeftPending, stoppedAt } from '../../lists/record';

/** Exits that come when list registers are emptied. */
const EXITS = Control.UIE | Control.NPIE;

export default requirement({
  id: 'GIC-HCR-017',
  title:
    'With a pending interrupt left outside the list registers at entry, UIE or NPIE makes the guest exit when it has handled some',
  source: 'IHI 0048 GICH_HCR.UIE, NPIE; IHI 0069 ICH_HCR_EL2.UIE, NPIE (H)',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }) {
    if (!isAtEntry(record)) return Verdict.NotConcerned;
    // Behind an SGI with further sources they wait for its EOI, which is an exit of its own.
    const stopped = stoppedAt(record);
    for (let n = 0; n < stopped; n++) {
      if (!isLeftPending(record, n)) continue;
      return holds((record.control & Control.En) !== 0 && (record.control & EXITS) !== 0);
    }
    return Verdict.NotConcerned;
  },
});
