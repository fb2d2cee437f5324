import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'high-edge-taken-again',
  title: 'An edge interrupt whose line is still high at deactivation is pending again.',
  caughtBy: ['GIC-LC-021', 'GIC-INV-002', 'GIC-LC-001'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'clearActive', (original) => (word, bits) => {
      const ended = bits & interrupts.active[word];
      interrupts.latch[word] |= ended & interrupts.line[word];
      original(word, bits);
    });
  },
});
