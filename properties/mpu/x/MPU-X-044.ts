import { holds, Verdict } from '../../requirement';
import { attributesOf, isSameTable } from '../table';
import { isLegal, triedUpdate, wasInvalid } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-044',
  title:
    'What is mapped with one memory type cannot be mapped with another one, nor copied from, ' +
    'whatever else the mapping allows',
  source: 'digest 2.4, 2.5: xen_mpumap_update, copy_from_paddr',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    const update = triedUpdate(m, account);
    if (!update || !('attributes' in update) || !isLegal(update)) return Verdict.NotConcerned;
    const { tableBefore, found, el2 } = account;
    const entry = found?.entry;
    if (!entry || attributesOf(entry, el2).memory === update.attributes.memory) {
      return Verdict.NotConcerned;
    }
    return holds(wasInvalid(m.shown) && isSameTable(tableBefore, m.shown.table));
  },
});
