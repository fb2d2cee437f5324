import { MpuRegister } from '../../../models/contract/mpu-registers';
import { holds, Verdict } from '../../requirement';
import { onHypervisor } from '../requirement';

const regionRegisters: readonly number[] = [
  MpuRegister.PRSELR_EL1,
  MpuRegister.PRBAR_EL1,
  MpuRegister.PRLAR_EL1,
  MpuRegister.PRENR_EL1,
];

export default onHypervisor({
  id: 'MPU-P-043',
  title: 'Where EL1 has no regions, a switch accesses no PRSELR, PRBAR, PRLAR or PRENR of EL1',
  source: 'digest 3.3',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'switch' && step.step !== 'idle') return Verdict.NotConcerned;
    if (shown.result !== 'ok' || account.machine.el1Regions > 0) return Verdict.NotConcerned;
    return holds(
      !shown.accesses.some(
        (access) => 'register' in access && regionRegisters.includes(access.register),
      ),
    );
  },
});
