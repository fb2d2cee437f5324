import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'disabling-clears-active',
  title: 'ICENABLER deactivates what it disables.',
  caughtBy: ['GIC-DIST-023', 'GIC-INV-007', 'GIC-LC-010'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'disable', (original) => (word, bits) => {
      interrupts.active[word] &= ~bits;
      original(word, bits);
    });
  },
});
