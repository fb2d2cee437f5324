import { holds, Verdict } from '../../requirement';
import { isRegionWrite } from '../replay';
import { isSameTable } from '../table';
import { triedUpdate, wasRefused } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-020',
  title: 'An update that fails changes neither the table nor a region of the hardware',
  source: 'digest 2.4: xen_mpumap_update',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    const { shown } = m;
    if (!triedUpdate(m, account) || !wasRefused(shown)) return Verdict.NotConcerned;
    // A copy that panics is done by half: it maps, and unmaps.
    if (m.step.step === 'copy-from-paddr' && shown.accesses.some(isRegionWrite)) {
      return Verdict.NotConcerned;
    }
    const isUntouched = !shown.accesses.some(isRegionWrite);
    return holds(isUntouched && isSameTable(account.tableBefore, shown.table));
  },
});
