import { holds, Verdict } from '../../requirement';
import { onHypervisor } from '../requirement';

/** CONFIG_ARM_MPU_EL1_PROTECTION_REGIONS, if nothing else was chosen. */
const ROOM = 32;

export default onHypervisor({
  id: 'MPU-P-042',
  title:
    'Where EL1 has more regions than a vCPU has room for, a switch stores nothing beside that ' +
    'room',
  source: 'digest 3.3: design proposal, Draft A',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'switch' && step.step !== 'idle') return Verdict.NotConcerned;
    if (shown.result !== 'ok' || account.machine.el1Regions <= ROOM) return Verdict.NotConcerned;
    return holds(shown.strayBytes === 0);
  },
});
