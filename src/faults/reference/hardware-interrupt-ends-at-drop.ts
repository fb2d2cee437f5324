import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'hardware-interrupt-ends-at-drop',
  title: 'The priority drop alone deactivates the interrupt of a list register with HW = 1.',
  caughtBy: ['GIC-INV-009'],
  override(gic) {
    for (const virtual of gic.virtual) {
      overrideMethod(virtual, 'endOfInterrupt', (original) => (value, eoiMode) => {
        const { listRegisters } = virtual;
        const index = eoiMode === 1 ? listRegisters.findActive(value) : -1;
        if (index >= 0 && listRegisters.physical[index] !== 0)
          listRegisters.deactivatePhysical(index);
        original(value, eoiMode);
      });
    }
  },
});
