import { MPU_REGISTERS, MpuRegister } from '../../../models/contract/mpu-registers';
import { overrideMethod } from '../fault';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-sctlr-is-late',
  title: 'A write to SCTLR is effective only with the next write to any register.',
  caughtBy: ['MPU-A-015'],
  override(system) {
    type Write = Parameters<typeof system.write>;
    let late: Write | undefined;
    overrideMethod(system, 'reset', (original) => () => {
      late = undefined;
      original();
    });
    overrideMethod(system, 'write', (original) => (...access) => {
      if (late) original(...late);
      const [register] = access;
      const isSctlr = register % MPU_REGISTERS === MpuRegister.SCTLR_EL1;
      late = isSctlr ? access : undefined;
      return isSctlr ? 0 : original(...access);
    });
  },
});
