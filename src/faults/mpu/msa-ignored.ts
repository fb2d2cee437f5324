import { overrideMethod } from '../fault';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-msa-ignored',
  title: 'The EL1 MPU checks accesses although VTCR_EL2.MSA selects VMSA.',
  caughtBy: ['MPU-A-020'],
  override(system) {
    overrideMethod(system, 'probe', (original) => (...access) => {
      const { vtcr } = system;
      system.vtcr = 0;
      const found = original(...access);
      system.vtcr = vtcr;
      return found;
    });
  },
});
