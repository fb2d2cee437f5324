import { covers, matchBy, mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-disabled-regions-match',
  title: 'A region that was given a limit matches although EN is 0.',
  caughtBy: ['MPU-A-002'],
  override(system) {
    matchBy(
      system,
      (extent, address) =>
        covers({ ...extent, enabled: true }, address) && (extent.enabled || extent.limit > 63),
    );
  },
});
