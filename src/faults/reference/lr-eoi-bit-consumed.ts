import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'lr-eoi-bit-consumed',
  title: 'Deactivation clears the EOI bit of the list register, so that EISR never shows it.',
  caughtBy: ['GIC-LR-010', 'GIC-LR-011', 'GIC-LR-012'],
  override(gic) {
    for (const { listRegisters } of gic.virtual) {
      overrideMethod(listRegisters, 'deactivate', (original) => (index) => {
        original(index);
        listRegisters.maintenance[index >> 5] &= ~(1 << (index & 31));
      });
    }
  },
});
