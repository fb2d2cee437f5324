import { overrideMethod } from '../fault';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-mpuir-is-highest-region',
  title: 'PMSAv8-64: MPUIR_ELx is the number of the last region, not how many there are.',
  caughtBy: ['MPU-A-008'],
  override({ el1, el2, machine }) {
    if (machine.format === 32) return;
    for (const mpu of [el1, el2]) {
      overrideMethod(mpu, 'readMpuir', (original) => () => Math.max(original() - 1, 0));
    }
  },
});
