import { holds, Verdict } from '../../requirement';
import { entryAt, isSameTable } from '../table';
import { isLegal, triedUpdate, wasInvalid } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-030',
  title:
    'Unmapping what contains a page takes back a mapping of the region that has the whole page; ' +
    'it is refused where no region has it, or none has all of it',
  source: 'digest 2.4: destroy_xen_mapping_containing',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    const update = triedUpdate(m, account);
    if (update?.does !== 'containing' || !isLegal(update)) return Verdict.NotConcerned;
    const { tableBefore, found } = account;
    if (!found) return Verdict.NotConcerned;
    const { entry } = found;
    if (!entry) return holds(wasInvalid(m.shown) && isSameTable(tableBefore, m.shown.table));
    const now = entryAt(m.shown.table, entry.index);
    const left = now ? now.references + 1 : 0;
    return holds(m.shown.result === 'ok' && left === entry.references);
  },
});
