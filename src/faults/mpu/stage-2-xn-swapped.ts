import { usualChoices } from '../../../models/pmsav8';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-stage-2-xn-swapped',
  title: 'PMSAv8-64: fetches of EL1 and EL0 in the EL2 MPU follow the XN bit of EL2.',
  caughtBy: ['MPU-A-019'],
  choices: { executeNever: { ...usualChoices.executeNever, stage2: 2 } },
});
