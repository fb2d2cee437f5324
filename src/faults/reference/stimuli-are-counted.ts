import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'stimuli-are-counted',
  title: 'A stimulus that arrives while already pending is delivered separately afterwards.',
  caughtBy: ['GIC-LC-007', 'GIC-LC-021', 'GIC-INV-002'],
  override(gic) {
    const { interrupts } = gic;
    const waiting = new Int32Array(interrupts.words);
    overrideMethod(interrupts, 'reset', (original) => () => {
      waiting.fill(0);
      original();
    });
    overrideMethod(interrupts, 'setPending', (original) => (word, bits) => {
      waiting[word] |= interrupts.latch[word] & bits;
      original(word, bits);
    });
    overrideMethod(interrupts, 'acknowledge', (original) => (instance) => {
      const identity = original(instance);
      const again = waiting[instance >> 5] & (1 << (instance & 31));
      waiting[instance >> 5] &= ~again;
      interrupts.latch[instance >> 5] |= again;
      return identity;
    });
  },
});
