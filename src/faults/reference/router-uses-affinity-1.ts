import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'router-uses-affinity-1',
  title: 'GICD_IROUTER takes the PE from Aff1.',
  caughtBy: ['GIC-DIST-054'],
  override(gic) {
    overrideMethod(
      gic.routing,
      'routeTargets',
      (original) => (low, high) => original(low < 0 ? low : (low >>> 8) & 0xffff, high),
    );
  },
});
