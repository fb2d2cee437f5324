import { Verdict } from '../../requirement';
import { byMatch } from '../lookup';
import { isLegal, triedUpdate } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-010',
  title:
    'An update does what follows from how its range stands to the regions in use, in whatever ' +
    'order they are: it changes the one that has the range, makes a new one where nothing is, and ' +
    'is refused where it meets one or more of them otherwise',
  source: 'digest 2.3: mpumap_contains_region',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    const update = triedUpdate(m, account);
    // Nothing depends on an order of one.
    if (!update || !isLegal(update) || account.tableBefore.length < 2) return Verdict.NotConcerned;
    return byMatch(m, update, account);
  },
});
