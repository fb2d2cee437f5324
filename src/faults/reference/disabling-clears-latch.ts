import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'disabling-clears-latch',
  title: 'ICENABLER clears the pending latch of what it disables.',
  caughtBy: ['GIC-LC-010', 'GIC-INV-001'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'disable', (original) => (word, bits) => {
      interrupts.latch[word] &= ~bits;
      original(word, bits);
    });
  },
});
