import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'isactiver-does-not-block',
  title: 'An interrupt activated through ISACTIVER stays on offer.',
  caughtBy: ['GIC-DIST-036'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'setActive', () => (word, bits) => {
      interrupts.active[word] |= bits;
    });
  },
});
