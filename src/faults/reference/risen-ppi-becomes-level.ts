import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'risen-ppi-becomes-level',
  title: 'A PPI whose line rises is taken to be level-sensitive from then on.',
  caughtBy: ['GIC-DIST-062'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'raise', (original) => (instance) => {
      original(instance);
      const bit = 1 << (instance & 31);
      if (instance < 32 * gic.vcpus) interrupts.configure(instance >> 5, bit, bit);
    });
  },
});
