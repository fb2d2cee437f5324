import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'ispendr-ignored-while-pending',
  title: 'ISPENDR does not latch an interrupt that is pending through its line.',
  caughtBy: ['GIC-DIST-030'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(
      interrupts,
      'setPending',
      (original) => (word, bits) => original(word, bits & ~interrupts.pending(word)),
    );
  },
});
