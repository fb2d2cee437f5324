import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'shared-spi-taken-by-each-target',
  title: 'An SPI with several targets can be acknowledged by each of them.',
  caughtBy: ['GIC-LC-012', 'GIC-LC-013'],
  override(gic) {
    const { interrupts, routing } = gic;
    overrideMethod(interrupts, 'acknowledge', (original) => (instance) => {
      const identity = original(instance);
      const spi = instance - 32 * gic.vcpus;
      const targets = spi < 0 ? 0 : routing.targets[spi];
      if ((targets & (targets - 1)) === 0) return identity;
      const bit = 1 << (instance & 31);
      interrupts.clearActive(instance >> 5, bit);
      interrupts.setPending(instance >> 5, bit);
      return identity;
    });
  },
});
