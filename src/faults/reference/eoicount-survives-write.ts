import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'eoicount-survives-write',
  title: 'A write to HCR does not change EOIcount.',
  caughtBy: ['GIC-HCR-016', 'GIC-HCR-004'],
  override(gic) {
    for (const virtual of gic.virtual) {
      overrideMethod(virtual, 'writeHcr', (original) => (value) => {
        const { eoiCount } = virtual;
        original(value);
        virtual.eoiCount = eoiCount;
      });
    }
  },
});
