import { holds, Verdict } from '../../requirement';
import { allowsSame, attributesOf, isSameTable } from '../table';
import { isLegal, triedUpdate, wasRefused } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-029',
  title:
    'Modifying what has the same attributes already changes no reference; what is not mapped ' +
    'cannot be modified',
  source: 'digest 2.4: modify_xen_mappings',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    const update = triedUpdate(m, account);
    if (update?.does !== 'modify' || !isLegal(update)) return Verdict.NotConcerned;
    const { tableBefore, found, el2 } = account;
    if (found?.match === 'none') {
      return holds(wasRefused(m.shown) && isSameTable(tableBefore, m.shown.table));
    }
    if (!found?.entry) return Verdict.NotConcerned;
    const before = attributesOf(found.entry, el2);
    if (before.memory !== update.attributes.memory || !allowsSame(before, update.attributes)) {
      return Verdict.NotConcerned;
    }
    return holds(isSameTable(tableBefore, m.shown.table));
  },
});
