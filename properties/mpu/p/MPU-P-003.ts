import { holdsAtStake, Verdict } from '../../requirement';
import { isSpan, pageSpans } from '../arrangement';
import { added, entryAt, isSameRegion } from '../table';
import { isRegionWrite } from '../replay';
import { wasRefused } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-P-003',
  title:
    'Where the static heap has the last region, what is mapped from below stops before it: no ' +
    'step changes it, and one that needs a region more is refused',
  source: 'digest 3.1',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ shown }, account) {
    const { tableBefore, machine, layout, el2, el2Before } = account;
    const last = machine.el2Regions - 1;
    const heap = entryAt(tableBefore, last);
    const banks = pageSpans(layout.staticHeap);
    if (!heap || !banks.some((bank) => isSpan(heap, bank))) return Verdict.NotConcerned;
    // Only where allocation comes near it.
    const isNear = shown.table.length >= last || tableBefore.length >= last;
    if (!isNear || shown.result === 'skipped') return Verdict.NotConcerned;
    const isKept =
      isSameRegion(last, el2, el2Before) &&
      !added(tableBefore, shown.table).some(({ index }) => index >= last);
    return holdsAtStake(isKept, shown.accesses.some(isRegionWrite) || wasRefused(shown));
  },
});
