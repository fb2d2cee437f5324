import { holds, Verdict } from '../../requirement';
import { attributesOf, lookUp } from '../table';
import { isLegal, triedUpdate } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-P-061',
  title: 'What a region allows can be modified whatever its index, gaps in front of it or not',
  source: 'digest 3.4: modify_xen_mappings',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check(m, account) {
    const update = triedUpdate(m, account);
    if (update?.does !== 'modify' || !isLegal(update)) return Verdict.NotConcerned;
    const { tableBefore, el2 } = account;
    const found = lookUp(tableBefore, update.span);
    // As many entries as there are regions do not reach it.
    if (found?.match !== 'equal' || found.entry!.index < tableBefore.length) {
      return Verdict.NotConcerned;
    }
    if (attributesOf(found.entry!, el2).memory !== update.attributes.memory) {
      return Verdict.NotConcerned;
    }
    return holds(m.shown.result === 'ok');
  },
});
