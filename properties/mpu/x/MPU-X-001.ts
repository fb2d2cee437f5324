import { holds, Verdict } from '../../requirement';
import { PRENR_REGIONS, Written } from '../registers';
import { onHypervisor } from '../requirement';
import { isInHardware } from '../table';

export default onHypervisor({
  id: 'MPU-X-001',
  title:
    'After the assembly the table has the regions that the hardware has enabled, enabled and as ' +
    'they are there, and every other implemented region was disabled',
  source: 'digest 2.2',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'boot' || step.phase !== 'assembly' || shown.result !== 'ok')
      return Verdict.NotConcerned;
    const { el2 } = account;
    const inUse = new Set(shown.table.map(({ index }) => index));
    for (let index = 0; index < el2.count; index++) {
      if (el2.isEnabled(index) !== inUse.has(index)) return Verdict.Broken;
      // What was never written is as reset left it, and nobody knows how.
      const byPrenr = index < PRENR_REGIONS && el2.byPrenr[index] !== 0;
      if ((el2.written[index] & Written.Lar) === 0 && !byPrenr) return Verdict.Broken;
    }
    return holds(shown.table.every((entry) => isInHardware(entry, el2)));
  },
});
