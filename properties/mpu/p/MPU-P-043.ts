import { MpuRegister } from '../../../models/contract/mpu-registers';
import { holds, Verdict } from '../../requirement';
import { changeOf } from '../el1-switch';
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
  check(m, account) {
    const { shown } = m;
    const change = changeOf(m, account);
    if (!change || account.machine.el1Regions > 0) return Verdict.NotConcerned;
    if (!change.from && !change.to) return Verdict.NotConcerned;
    return holds(
      !shown.accesses.some(
        (access) => 'register' in access && regionRegisters.includes(access.register),
      ),
    );
  },
});
