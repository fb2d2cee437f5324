import { holds, Verdict } from '../../requirement';
import { isSameTable } from '../table';
import { isLegal, isMisplaced, triedUpdate, withoutRegion } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-025',
  title:
    'When no region is left, a mapping that needs one is refused for this reason and nothing ' +
    'changes; once there is one again it succeeds',
  source: 'digest 2.4: xen_mpumap_alloc_entry, ENOENT',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    const { step, shown } = m;
    const update = triedUpdate(m, account);
    if ((update?.does !== 'map' && update?.does !== 'copy') || !isLegal(update)) {
      return Verdict.NotConcerned;
    }
    if (step.step === 'map-pages' && isMisplaced(step)) return Verdict.NotConcerned;
    const { tableBefore, found, machine, hasRunOut } = account;
    if (found?.match !== 'none') return Verdict.NotConcerned;
    if (tableBefore.length >= machine.el2Regions) {
      return holds(shown.result === withoutRegion(step) && isSameTable(tableBefore, shown.table));
    }
    return hasRunOut ? holds(shown.result === 'ok') : Verdict.NotConcerned;
  },
});
