import { MpuAccess, MpuLevel } from '../../../models/contract/mpu-encoded';
import { overrideMethod } from '../fault';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-read-only-is-for-others',
  title: 'EL2 may write what AP makes read-only.',
  caughtBy: ['MPU-A-001'],
  override(system) {
    overrideMethod(system, 'probe', (original) => (address, level, access) => {
      const isWrite = level === MpuLevel.El2 && access === MpuAccess.Write;
      return original(address, level, isWrite ? MpuAccess.Read : access);
    });
  },
});
