import { holds, Verdict } from '../../requirement';
import { changeOf } from '../el1-switch';
import { onHypervisor } from '../requirement';

/** CONFIG_ARM_MPU_EL1_PROTECTION_REGIONS, if nothing else was chosen. */
const ROOM = 32;

export default onHypervisor({
  id: 'MPU-P-042',
  title:
    'Where EL1 has more regions than a vCPU has room for, a switch stores nothing beside that ' +
    'room. How many of them a guest is told of is not judged',
  source: 'digest 3.3: design proposal, Draft A',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check(m, account) {
    const { shown } = m;
    const change = changeOf(m, account);
    if (!change || account.machine.el1Regions <= ROOM) return Verdict.NotConcerned;
    if (!change.from && !change.to) return Verdict.NotConcerned;
    return holds(shown.strayBytes === 0);
  },
});
