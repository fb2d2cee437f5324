import { covers, matchBy, mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-limit-below-base-swaps',
  title: 'A region whose limit is below its base is taken from limit to base.',
  caughtBy: ['MPU-A-003'],
  override(system) {
    matchBy(system, (extent, address) => {
      const { base, limit } = extent;
      return covers(limit < base ? { ...extent, base: limit, limit: base } : extent, address);
    });
  },
});
