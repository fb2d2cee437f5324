import { overrideMethod } from '../fault';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-mpuir-in-low-byte',
  title:
    'PMSAv8-32: MPUIR has the number of regions of EL1 in bits 7:0, as HMPUIR has those of EL2.',
  caughtBy: ['MPU-A-009'],
  override({ el1 }) {
    overrideMethod(el1, 'readMpuir', () => () => el1.count);
  },
});
