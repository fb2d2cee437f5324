import { holds, Verdict } from '../../requirement';
import { isSameTable } from '../table';
import { isMisplaced, wasInvalid } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-031',
  title: 'Mapping pages at a virtual address that is not their physical one is refused',
  source: 'digest 2.4: map_pages_to_xen',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'map-pages' || shown.result === 'skipped' || !isMisplaced(step)) {
      return Verdict.NotConcerned;
    }
    return holds(wasInvalid(shown) && isSameTable(account.tableBefore, shown.table));
  },
});
