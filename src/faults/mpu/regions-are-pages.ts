import { covers, matchBy, mpuFault } from '../mpu-fault';

const PAGE = 4096;

export default mpuFault({
  id: 'mpu-regions-are-pages',
  title: 'Regions begin and end at multiples of 4 KiB.',
  caughtBy: ['MPU-A-001'],
  override(system) {
    matchBy(system, ({ base, limit, ...rest }, address) => {
      const whole = { base: base - (base % PAGE), limit: limit - (limit % PAGE) + PAGE - 1 };
      return limit >= base && covers({ ...whole, ...rest }, address);
    });
  },
});
