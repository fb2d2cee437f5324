import { matchBy, mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-limit-below-base-wraps',
  title: 'A region whose limit is below its base goes on at address 0.',
  caughtBy: ['MPU-A-003'],
  override(system) {
    matchBy(system, ({ base, limit, enabled }, address) => {
      if (!enabled) return false;
      return limit < base
        ? address >= base || address <= limit
        : address >= base && address <= limit;
    });
  },
});
