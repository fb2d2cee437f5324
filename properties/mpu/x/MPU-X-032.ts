import { holds, Verdict } from '../../requirement';
import { changedRegions, memoryOf } from '../table';
import { onHypervisor } from '../requirement';

/** PRBAR.SH */
const OUTER = 2;
const INNER = 3;

export default onHypervisor({
  id: 'MPU-X-032',
  title:
    'Regions of device memory and of Normal Non-cacheable memory are outer shareable, others ' +
    'inner shareable',
  source: 'digest 2.4: pr_of_addr; MPU-A-023',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ shown }, account) {
    const { el2, el2Before } = account;
    const fresh = changedRegions(el2Before, el2);
    if (fresh.length === 0 || shown.result !== 'ok') return Verdict.NotConcerned;
    return holds(
      fresh.every(({ attribute, sh }) => {
        const isNormal = memoryOf(el2.memoryType(attribute)) === 'normal';
        return sh === (isNormal ? INNER : OUTER);
      }),
    );
  },
});
