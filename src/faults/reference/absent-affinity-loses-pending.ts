import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'absent-affinity-loses-pending',
  title: 'An interrupt routed to a PE that does not exist is no longer pending.',
  caughtBy: ['GIC-DIST-055', 'GIC-INV-001'],
  override(gic) {
    const { interrupts, routing } = gic;
    overrideMethod(routing, 'route', (original) => (spi, targets) => {
      original(spi, targets);
      const instance = 32 * gic.vcpus + spi;
      if (gic.version === 3 && targets === 0) {
        interrupts.clearPending(instance >> 5, 1 << (instance & 31));
      }
    });
  },
});
