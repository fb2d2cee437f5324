import { holds, Verdict } from '../../requirement';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-005',
  title: 'The number of regions is stored in the byte that it has, and nowhere else',
  source: 'digest 2.1, 2.2: max_mpu_regions',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ step, shown }) {
    if (step.step !== 'boot' || step.phase !== 'assembly' || shown.result === 'skipped') {
      return Verdict.NotConcerned;
    }
    return holds(shown.strayBytes === 0);
  },
});
