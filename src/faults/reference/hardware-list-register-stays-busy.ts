import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'hardware-list-register-stays-busy',
  title: 'ELRSR does not show a list register free once it had HW = 1.',
  caughtBy: ['GIC-INV-016'],
  override(gic) {
    for (const { listRegisters } of gic.virtual) {
      overrideMethod(
        listRegisters,
        'elrsr',
        (original) => (word) => original(word) & ~listRegisters.hardware[word],
      );
    }
  },
});
