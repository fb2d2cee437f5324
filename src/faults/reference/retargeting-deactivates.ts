import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'retargeting-deactivates',
  title: 'Writing the targets of an SPI that is active deactivates it.',
  caughtBy: ['GIC-INV-007', 'GIC-DIST-052'],
  override(gic) {
    const { interrupts, routing } = gic;
    overrideMethod(routing, 'writeTargets', (original) => (spi, mask) => {
      original(spi, mask);
      const instance = 32 * gic.vcpus + spi;
      if (spi >= 0 && instance >> 5 < interrupts.words) {
        interrupts.clearActive(instance >> 5, 1 << (instance & 31));
      }
    });
  },
});
