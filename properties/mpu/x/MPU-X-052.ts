import { holds, Verdict } from '../../requirement';
import { isRegionWrite } from '../replay';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-052',
  title: 'After the last change of a region in a step comes a DSB and ISB',
  source: 'digest 2.6: context_sync_mpu; MPU-A-015',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ shown }) {
    if (shown.result !== 'ok') return Verdict.NotConcerned;
    const last = shown.accesses.findLastIndex(isRegionWrite);
    if (last < 0) return Verdict.NotConcerned;
    return holds(shown.accesses.slice(last).some(({ does }) => does === 'barrier'));
  },
});
