import { attributeOf } from '../../../models/pmsav8';
import { overrideMethod } from '../fault';
import { mpuFault, regionOf } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-device-gives-way',
  title: 'The memory type is that of stage 1, although that of stage 2 is more restrictive.',
  caughtBy: ['MPU-A-023'],
  override(system) {
    overrideMethod(system, 'probe', (original) => (address, level, access) => {
      const found = original(address, level, access);
      const own = regionOf(system, address, level);
      if (found < 0 || !own) return found;
      const attribute = attributeOf(own.mpu.readLarLow(own.region));
      return (found & ~0xff) | own.mpu.memoryType(attribute);
    });
  },
});
