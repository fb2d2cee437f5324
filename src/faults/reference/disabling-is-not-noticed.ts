import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'disabling-is-not-noticed',
  title: 'A disabled interrupt stays on offer.',
  caughtBy: ['GIC-DIST-012', 'GIC-INV-005', 'GIC-DIST-023', 'GIC-LC-020'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'disable', () => (word, bits) => {
      interrupts.enabled[word] &= ~bits;
    });
  },
});
