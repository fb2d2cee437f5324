import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'deactivation-clears-latch',
  title: 'Deactivating an interrupt clears its pending latch as well.',
  caughtBy: ['GIC-DIST-035', 'GIC-LC-001', 'GIC-INV-001'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'clearActive', (original) => (word, bits) => {
      interrupts.latch[word] &= ~(bits & interrupts.active[word]);
      original(word, bits);
    });
  },
});
