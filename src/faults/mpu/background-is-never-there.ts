import { Sctlr } from '../../../models/pmsav8';
import { overrideMethod } from '../fault';
import { mpuFault, withSctlr } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-background-is-never-there',
  title: 'SCTLR.BR does nothing.',
  caughtBy: ['MPU-A-005'],
  override(system) {
    overrideMethod(system, 'probe', (original) => (...access) => {
      return withSctlr(
        system,
        (sctlr) => sctlr & ~Sctlr.BR,
        () => original(...access),
      );
    });
  },
});
