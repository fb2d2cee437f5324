import { NONE, SEVERAL } from '../../../models/pmsav8';
import { overrideMethod } from '../fault';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-overlap-is-background',
  title: 'Where several regions match, it is as if none did.',
  caughtBy: ['MPU-A-004'],
  override({ el1, el2 }) {
    for (const mpu of [el1, el2]) {
      overrideMethod(mpu, 'match', (original) => (address) => {
        const found = original(address);
        return found === SEVERAL ? NONE : found;
      });
    }
  },
});
