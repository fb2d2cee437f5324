import { overrideMethod } from '../fault';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-prenr-reaches-16',
  title: 'PRENR has bits for regions 0 to 15 only.',
  caughtBy: ['MPU-A-013'],
  override({ el1, el2 }) {
    for (const mpu of [el1, el2]) {
      overrideMethod(mpu, 'writePrenr', (original) => (bits) => {
        original((mpu.readPrenr() & ~0xffff) | (bits & 0xffff));
      });
    }
  },
});
