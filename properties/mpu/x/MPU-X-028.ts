import { holds, Verdict } from '../../requirement';
import { isSameTable } from '../table';
import { isLegal, triedUpdate, wasInvalid } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-028',
  title:
    'Unmapping a range that nobody mapped takes nothing from those who mapped the region that has ' +
    'it',
  source: 'digest 2.4: xen_mpumap_free_entry',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    const update = triedUpdate(m, account);
    if (update?.does !== 'unmap' || !isLegal(update)) return Verdict.NotConcerned;
    const { tableBefore, found, mappingsBefore } = account;
    if (!found?.entry || !mappingsBefore.accountsFor(found.entry)) return Verdict.NotConcerned;
    if (mappingsBefore.has(found.entry, update.span)) return Verdict.NotConcerned;
    // A part of a region without further references is refused as such.
    if (found.match === 'inside' && found.entry.references === 0) return Verdict.NotConcerned;
    return holds(wasInvalid(m.shown) && isSameTable(tableBefore, m.shown.table));
  },
});
