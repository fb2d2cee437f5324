import { NONE, Sctlr } from '../../../models/pmsav8';
import { overrideMethod } from '../fault';
import { mpuFault, withSctlr } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-regions-count-with-mpu-off',
  title: 'With the MPU off, regions are still asked where there is one.',
  caughtBy: ['MPU-A-016'],
  override(system) {
    overrideMethod(system, 'probe', (original) => (...access) => {
      return withSctlr(
        system,
        (sctlr, mpu) => (mpu.match(access[0]) === NONE ? sctlr : sctlr | Sctlr.M),
        () => original(...access),
      );
    });
  },
});
