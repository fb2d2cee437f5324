import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'pending-spi-is-not-retargeted',
  title: 'Writing the targets of an SPI that is pending has no effect.',
  caughtBy: ['GIC-DIST-052', 'GIC-INV-010'],
  override(gic) {
    const { interrupts, routing } = gic;
    overrideMethod(routing, 'writeTargets', (original) => (spi, mask) => {
      const instance = 32 * gic.vcpus + spi;
      const forwardable = spi < 0 ? 0 : interrupts.forwardable[instance >> 5];
      if (((forwardable >>> (instance & 31)) & 1) === 0) original(spi, mask);
    });
  },
});
