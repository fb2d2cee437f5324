import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'edge-falls-with-its-line',
  title: 'An edge interrupt stops being pending when its line falls.',
  caughtBy: ['GIC-LC-002', 'GIC-INV-001'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'lower', (original) => (instance) => {
      const word = instance >> 5;
      interrupts.latch[word] &= ~(1 << (instance & 31)) | interrupts.level[word];
      original(instance);
    });
  },
});
