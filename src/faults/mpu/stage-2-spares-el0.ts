import { MpuLevel } from '../../../models/contract/mpu-encoded';
import { overrideMethod } from '../fault';
import { mpuFault, withoutStage2 } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-stage-2-spares-el0',
  title: 'Accesses of EL0 are not checked in the EL2 MPU.',
  caughtBy: ['MPU-A-019'],
  override(system) {
    overrideMethod(system, 'probe', (original) => (...access) => {
      return access[1] === MpuLevel.El0
        ? withoutStage2(system, () => original(...access))
        : original(...access);
    });
  },
});
