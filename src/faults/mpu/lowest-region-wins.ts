import { overrideMethod } from '../fault';
import { covers, extents, mpuFault } from '../mpu-fault';
import { NONE } from '../../../models/pmsav8';

export default mpuFault({
  id: 'mpu-lowest-region-wins',
  title: 'Where several regions match, the one with the lowest number decides.',
  caughtBy: ['MPU-A-004'],
  override({ el1, el2 }) {
    for (const mpu of [el1, el2]) {
      overrideMethod(mpu, 'match', () => (address) => {
        return extents(mpu).find((extent) => covers(extent, address))?.region ?? NONE;
      });
    }
  },
});
