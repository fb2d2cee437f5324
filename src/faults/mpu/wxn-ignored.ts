import { Sctlr } from '../../../models/pmsav8';
import { overrideMethod } from '../fault';
import { mpuFault, withSctlr } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-wxn-ignored',
  title: 'SCTLR.WXN does nothing.',
  caughtBy: ['MPU-A-017'],
  override(system) {
    overrideMethod(system, 'probe', (original) => (...access) => {
      return withSctlr(
        system,
        (sctlr) => sctlr & ~Sctlr.WXN,
        () => original(...access),
      );
    });
  },
});
