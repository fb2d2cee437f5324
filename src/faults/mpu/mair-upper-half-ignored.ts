import { overrideMethod } from '../fault';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-mair-upper-half-ignored',
  title: 'Only the two low bits of AttrIndx count.',
  caughtBy: ['MPU-A-018'],
  override({ el1, el2 }) {
    for (const mpu of [el1, el2]) {
      overrideMethod(mpu, 'memoryType', (original) => (attribute) => original(attribute & 3));
    }
  },
});
