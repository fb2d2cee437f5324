import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'one-of-n-runs-everywhere',
  title: 'A 1-of-N SPI raises the running priority of every PE when one acknowledges it.',
  caughtBy: ['GIC-LC-013'],
  override(gic) {
    const { interrupts, routing, cpus } = gic;
    overrideMethod(interrupts, 'acknowledge', (original) => (instance) => {
      const identity = original(instance);
      const spi = instance - 32 * gic.vcpus;
      if (gic.version === 3 && spi >= 0 && routing.routerLow[spi] < 0) {
        const group = interrupts.groupOf(instance);
        for (const cpu of cpus) cpu.priority.push(interrupts.priority[instance], group);
        gic.changes.mark(-1);
      }
      return identity;
    });
  },
});
