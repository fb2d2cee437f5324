import { holds, holdsAtStake, Verdict } from '../../requirement';
import { spanOf } from '../script-account';
import { changed } from '../table';
import { pageDown, pageUp } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-042',
  title:
    'The static heap is the first bank of xen,static-heap, all of it, and no other; without a bank Xen does ' +
    'not start',
  source: 'digest 2.5: setup_mm_helper',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'boot' || step.phase !== 'static-heap' || shown.result === 'skipped') {
      return Verdict.NotConcerned;
    }
    const { layout, tableBefore } = account;
    if (layout.staticHeap.length === 0) return holds(shown.result === 'panic');
    if (shown.result !== 'ok') return Verdict.NotConcerned;
    const [first] = layout.staticHeap.map(spanOf);
    const entries = changed(tableBefore, shown.table);
    const isFirst = entries.every(
      ({ base, limit, references }) =>
        base <= pageUp(first.start) &&
        pageDown(first.end) <= limit + 1 &&
        (references > 0 || (base >= pageDown(first.start) && limit < pageUp(first.end))),
    );
    const isHeld = entries.length === 1 && isFirst;
    // There is no other bank to be taken.
    return holdsAtStake(isHeld, layout.staticHeap.length > 1);
  },
});
