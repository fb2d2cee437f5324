import { holds, Verdict } from '../../requirement';
import { fdtSpan } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-043',
  title:
    'When the device tree is mapped, exactly one region has it, all of it and to read only, ' +
    'whether or not it is longer than its header',
  source: 'digest 2.5: early_fdt_map',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'boot' || step.phase !== 'early-fdt' || shown.result !== 'ok') {
      return Verdict.NotConcerned;
    }
    const { el2, layout } = account;
    const { start, end } = fdtSpan(layout);
    const near = el2.enabled().filter(({ base, limit }) => base < end && start <= limit);
    if (near.length !== 1) return Verdict.Broken;
    const [{ base, limit, ap }] = near;
    return holds(base <= start && end - 1 <= limit && (ap & 2) !== 0);
  },
});
