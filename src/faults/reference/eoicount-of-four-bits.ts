import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'eoicount-of-four-bits',
  title: 'EOIcount wraps at 16.',
  caughtBy: ['GIC-HCR-007'],
  override(gic) {
    for (const virtual of gic.virtual) {
      overrideMethod(virtual, 'countMiss', () => () => {
        virtual.eoiCount = (virtual.eoiCount + 1) & 15;
      });
    }
  },
});
