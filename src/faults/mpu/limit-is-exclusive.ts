import { covers, matchBy, mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-limit-is-exclusive',
  title: 'A region ends before the granule that LIMIT names.',
  caughtBy: ['MPU-A-001'],
  override(system) {
    matchBy(system, (extent, address) => covers(extent, address) && address < extent.limit - 63);
  },
});
