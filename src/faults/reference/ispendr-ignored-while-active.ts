import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'ispendr-ignored-while-active',
  title: 'ISPENDR does not latch an interrupt that is active.',
  caughtBy: ['GIC-LC-006', 'GIC-DIST-030'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(
      interrupts,
      'setPending',
      (original) => (word, bits) => original(word, bits & ~interrupts.active[word]),
    );
  },
});
