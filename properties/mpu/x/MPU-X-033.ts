import { holds, Verdict } from '../../requirement';
import { changedRegions } from '../table';
import { onHypervisor } from '../requirement';

/** PRLAR.NS; PMSAv8-32 has neither it nor XN[0]. */
const NS = 1 << 4;

export default onHypervisor({
  id: 'MPU-X-033',
  title:
    'Regions that C code makes allow nothing to EL1 and EL0 by AP[0] = 0, and have XN[0] = 0 and ' +
    'NS = 0',
  source: 'digest 2.4: pr_of_addr',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ step }, account) {
    if (step.step === 'boot' && step.phase === 'assembly') return Verdict.NotConcerned;
    const { el2, el2Before } = account;
    const fresh = changedRegions(el2Before, el2);
    if (fresh.length === 0) return Verdict.NotConcerned;
    const isWide = el2.format === 64;
    return holds(
      fresh.every(({ index, ap, xn }) => {
        const bits = isWide ? (xn & 1) | (el2.larLow[index] & NS) : 0;
        return (ap & 1) === 0 && bits === 0;
      }),
    );
  },
});
