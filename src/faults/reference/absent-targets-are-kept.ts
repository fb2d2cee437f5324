import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'absent-targets-are-kept',
  title: 'ITARGETSR keeps the bits of PEs that do not exist.',
  caughtBy: ['GIC-DIST-051'],
  override(gic) {
    const { routing } = gic;
    overrideMethod(routing, 'writeTargets', (original) => (spi, mask) => {
      original(spi, mask);
      const { targets } = routing;
      if (spi >= 0 && spi < targets.length && gic.vcpus > 1)
        targets[spi] |= mask & ~routing.everyone;
    });
  },
});
