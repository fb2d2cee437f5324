import { MpuLevel } from '../../../models/contract/mpu-encoded';
import { NONE, Sctlr, stageOf } from '../../../models/pmsav8';
import { overrideMethod } from '../fault';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-el0-sees-background',
  title: 'The background region of EL1 is there for EL0 too.',
  caughtBy: ['MPU-A-005'],
  override(system) {
    const { el1 } = system;
    overrideMethod(system, 'probe', (original) => (address, level, access) => {
      const found = original(address, level, access);
      const isBackground =
        found < 0 && stageOf(found) === 1 && level === MpuLevel.El0 && (el1.sctlr & Sctlr.BR) !== 0;
      return isBackground && el1.match(address) === NONE
        ? original(address, MpuLevel.El1, access)
        : found;
    });
  },
});
