import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'edge-lost-while-disabled',
  title: 'An edge on a disabled interrupt is not recorded.',
  caughtBy: ['GIC-LC-009', 'GIC-LC-002', 'GIC-INV-001'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'raise', (original) => (instance) => {
      const word = instance >> 5;
      const latch = interrupts.latch[word];
      original(instance);
      const lost = (1 << (instance & 31)) & ~interrupts.enabled[word];
      interrupts.latch[word] &= ~lost | latch;
    });
  },
});
