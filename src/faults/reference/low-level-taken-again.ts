import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'low-level-taken-again',
  title: 'A level interrupt is pending again after deactivation although its line is low.',
  caughtBy: ['GIC-INV-002', 'GIC-LC-022', 'GIC-LC-001'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'clearActive', (original) => (word, bits) => {
      const ended = bits & interrupts.active[word] & interrupts.level[word];
      interrupts.latch[word] |= ended;
      original(word, bits);
    });
  },
});
