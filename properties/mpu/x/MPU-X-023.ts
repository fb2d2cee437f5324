import { holds, Verdict } from '../../requirement';
import { triedUpdate } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-023',
  title: 'Every region has as many references as mappings of it are outstanding beyond the first',
  source: 'digest 2.4: pr_t.refcount',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    if (!triedUpdate(m, account) || account.mappings === account.mappingsBefore) {
      return Verdict.NotConcerned;
    }
    return holds(m.shown.table.every((entry) => account.mappings.accountsFor(entry)));
  },
});
