import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'level-line-is-latched',
  title: 'A rising line sets the latch of a level interrupt too.',
  caughtBy: ['GIC-LC-003', 'GIC-INV-011', 'GIC-DIST-033'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'raise', (original) => (instance) => {
      const word = instance >> 5;
      const bit = 1 << (instance & 31);
      if ((interrupts.line[word] & bit) === 0) interrupts.latch[word] |= bit;
      original(instance);
    });
  },
});
