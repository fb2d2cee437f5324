import { holds, Verdict } from '../../requirement';
import { changeOf, EL1_ROOM } from '../el1-switch';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-P-042',
  title:
    'Where EL1 has more regions than a vCPU has room for, a switch stores nothing beside that ' +
    'room, and a guest is told of as many as the switch to it wrote',
  source: 'digest 3.3: design proposal, Draft A',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check(m, account) {
    const { shown, step } = m;
    const { machine, restored } = account;
    if (machine.el1Regions <= EL1_ROOM) return Verdict.NotConcerned;
    if (step.step === 'guest-read' && step.register === 'MPUIR_EL1') {
      if (shown.result !== 'value' || restored === undefined) return Verdict.NotConcerned;
      return holds(((shown.low >>> (machine.format === 64 ? 0 : 8)) & 0xff) === restored);
    }
    const change = changeOf(m, account);
    if (!change) return Verdict.NotConcerned;
    if (!change.from && !change.to) return Verdict.NotConcerned;
    return holds(shown.strayBytes === 0);
  },
});
