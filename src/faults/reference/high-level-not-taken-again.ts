import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'high-level-not-taken-again',
  title: 'A level interrupt whose line is still high at deactivation is not offered again.',
  caughtBy: ['GIC-LC-022'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'clearActive', (original) => (word, bits) => {
      const high = interrupts.line[word] & interrupts.level[word] & ~interrupts.latch[word];
      if ((high & bits) === 0) original(word, bits);
      else interrupts.active[word] &= ~bits;
    });
  },
});
