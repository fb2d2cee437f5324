import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'isenabler-assigns',
  title: 'ISENABLER disables the interrupts written with 0.',
  caughtBy: ['GIC-DIST-005', 'GIC-INV-012'],
  override(gic) {
    overrideMethod(gic.interruptRegisters, 'writeIsenabler', (original) => (word, value) => {
      gic.interrupts.disable(word, ~value);
      original(word, value);
    });
  },
});
