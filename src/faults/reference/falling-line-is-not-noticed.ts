import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'falling-line-is-not-noticed',
  title: 'A level interrupt stays on offer when its line falls.',
  caughtBy: ['GIC-INV-011', 'GIC-LC-011'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'lower', () => (instance) => {
      interrupts.line[instance >> 5] &= ~(1 << (instance & 31));
    });
  },
});
