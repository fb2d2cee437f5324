import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'retargeting-loses-pending',
  title: 'An interrupt that is pending is lost when its target changes.',
  caughtBy: ['GIC-INV-010', 'GIC-INV-001'],
  override(gic) {
    const { interrupts, routing } = gic;
    overrideMethod(routing, 'route', (original) => (spi, targets) => {
      const instance = 32 * gic.vcpus + spi;
      if (routing.targets[spi] !== targets) {
        interrupts.clearPending(instance >> 5, 1 << (instance & 31));
      }
      original(spi, targets);
    });
  },
});
