import { holds, Verdict } from '../../requirement';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-P-041',
  title: 'A vCPU that runs again finds PRSELR_EL1 as it was when it ceased to run',
  source: 'digest 3.3',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'switch' || shown.result !== 'ok') return Verdict.NotConcerned;
    const { left, unknown } = account.guest(step);
    if (!left || unknown || !account.runsPmsa || account.machine.el1Regions === 0) {
      return Verdict.NotConcerned;
    }
    return holds(account.el1.selector === left.mpu.selector);
  },
});
