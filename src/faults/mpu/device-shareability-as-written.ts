import { overrideMethod } from '../fault';
import { mpuFault, regionOf } from '../mpu-fault';
import { shOf } from '../../../models/pmsav8';

export default mpuFault({
  id: 'mpu-device-shareability-as-written',
  title: 'Device memory is as shareable as SH of its region says.',
  caughtBy: ['MPU-A-023'],
  override(system) {
    overrideMethod(system, 'probe', (original) => (address, level, access) => {
      const found = original(address, level, access);
      const own = regionOf(system, address, level);
      if (found < 0 || !own || (found & 0xf0) !== 0) return found;
      return (found & 0xff) | (shOf(own.mpu.format, own.mpu.readBarLow(own.region)) << 8);
    });
  },
});
