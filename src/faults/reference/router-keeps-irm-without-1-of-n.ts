import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'router-keeps-irm-without-1-of-n',
  title: 'GICD_IROUTER keeps its routing mode bit where 1-of-N is not supported.',
  caughtBy: ['GIC-DIST-056'],
  override(gic) {
    const { routing } = gic;
    overrideMethod(routing, 'writeRouter', (original) => (spi, low, high) => {
      original(spi, low, high);
      if (spi >= 0 && spi < gic.machine.spis) routing.routerLow[spi] |= low & 0x80000000;
    });
  },
});
