import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'empty-target-means-pe-0',
  title: 'An SPI without targets goes to PE 0.',
  caughtBy: ['GIC-DIST-053'],
  override(gic) {
    const { routing } = gic;
    overrideMethod(routing, 'route', (original) => (spi, targets) => {
      original(spi, gic.version === 2 && targets === 0 ? 1 : targets);
      routing.targets[spi] = targets;
    });
  },
});
