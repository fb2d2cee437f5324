import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'active-level-forwarded-again',
  title: 'A level interrupt that is active is forwarded again while it is pending.',
  caughtBy: ['GIC-LC-008', 'GIC-DIST-036'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'changed', (original) => (word, bits) => {
      const active = interrupts.active[word];
      interrupts.active[word] &= ~interrupts.level[word];
      original(word, bits);
      interrupts.active[word] = active;
    });
  },
});
