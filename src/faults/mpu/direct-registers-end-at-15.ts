import { overrideMethod } from '../fault';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-direct-registers-end-at-15',
  title: 'PMSAv8-32: PRBAR16 to PRBAR31 and their PRLAR are those of regions 0 to 15 again.',
  caughtBy: ['MPU-A-012'],
  override({ el1, el2, machine }) {
    if (machine.format === 64) return;
    for (const mpu of [el1, el2]) {
      overrideMethod(
        mpu,
        'regionOf',
        (original) => (index) => original(index < 16 ? index : index - 16),
      );
    }
  },
});
