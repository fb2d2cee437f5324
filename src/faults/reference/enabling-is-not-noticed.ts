import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'enabling-is-not-noticed',
  title: 'An interrupt that is pending already is not offered when it is enabled.',
  caughtBy: ['GIC-DIST-021', 'GIC-LC-020'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'enable', () => (word, bits) => {
      interrupts.enabled[word] |= bits;
    });
  },
});
