import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'asserted-line-keeps-latch',
  title: 'Acknowledging does not clear the latch while the line is high.',
  caughtBy: ['GIC-LC-004', 'GIC-LC-021', 'GIC-INV-002'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'acknowledge', (original) => (instance) => {
      const word = instance >> 5;
      const kept = interrupts.latch[word] & interrupts.line[word] & (1 << (instance & 31));
      const identity = original(instance);
      interrupts.latch[word] |= kept;
      return identity;
    });
  },
});
