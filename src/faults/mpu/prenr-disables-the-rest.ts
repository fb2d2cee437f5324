import { overrideMethod } from '../fault';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-prenr-disables-the-rest',
  title: 'A write to PRENR disables the regions from 32 on, which have no bit there.',
  caughtBy: ['MPU-A-013'],
  override({ el1, el2 }) {
    for (const mpu of [el1, el2]) {
      overrideMethod(mpu, 'writePrenr', (original) => (bits) => {
        original(bits);
        for (let region = 32; region < mpu.count; region++) {
          mpu.writeLar(region, mpu.readLarLow(region) & ~1, mpu.readLarHigh(region));
        }
      });
    }
  },
});
