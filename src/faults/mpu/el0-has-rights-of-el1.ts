import { MpuLevel } from '../../../models/contract/mpu-encoded';
import { overrideMethod } from '../fault';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-el0-has-rights-of-el1',
  title: 'EL0 may do what EL1 may.',
  caughtBy: ['MPU-A-019', 'MPU-A-001'],
  override(system) {
    overrideMethod(system, 'probe', (original) => (address, level, access) => {
      return original(address, Math.max(level, MpuLevel.El1), access);
    });
  },
});
