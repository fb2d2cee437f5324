import { Hcr } from '../../../models/pmsav8';
import { overrideMethod } from '../fault';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-stage-2-without-vm',
  title: 'The EL2 MPU checks accesses of EL1 and EL0 although HCR.VM is 0.',
  caughtBy: ['MPU-A-019'],
  override(system) {
    overrideMethod(system, 'probe', (original) => (...access) => {
      const { hcr } = system;
      system.hcr |= Hcr.VM;
      const found = original(...access);
      system.hcr = hcr;
      return found;
    });
  },
});
