import { holds, Verdict } from '../../requirement';
import { onHypervisor } from '../requirement';

/** AP[0]: EL1 and EL0 may access it, too. */
const FOR_GUESTS = 1;

export default onHypervisor({
  id: 'MPU-P-021',
  title: 'While a guest runs no switching region is enabled',
  source: 'digest 3.2',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step }, account) {
    const { arrangement, running, el2 } = account;
    if (!running || step.step === 'probe') return Verdict.NotConcerned;
    const switching = arrangement.switching;
    if (switching.length === 0) return Verdict.NotConcerned;
    return holds(
      !el2
        .enabled()
        .some(
          ({ base, limit, ap, index }) =>
            (ap & FOR_GUESTS) === 0 &&
            switching.some(
              (one) =>
                one.base === base &&
                one.limit === limit &&
                (el2.barLow[index] & 63) === one.barBits,
            ),
        ),
    );
  },
});
