import { overrideMethod } from '../fault';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-selector-block-ignored',
  title: 'PMSAv8-64: PRBAR<n> and PRLAR<n> are those of region n, whatever PRSELR is.',
  caughtBy: ['MPU-A-011'],
  override({ el1, el2, machine }) {
    if (machine.format === 32) return;
    for (const mpu of [el1, el2]) {
      overrideMethod(mpu, 'regionOf', (original) => (index) => {
        const found = original(index);
        return found >= 0 && index > 0 ? index : found;
      });
    }
  },
});
