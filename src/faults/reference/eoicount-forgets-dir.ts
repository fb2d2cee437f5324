import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'eoicount-forgets-dir',
  title: 'A DIR that finds no list register is not counted in EOIcount.',
  caughtBy: ['GIC-HCR-007'],
  override(gic) {
    for (const virtual of gic.virtual) {
      overrideMethod(virtual, 'deactivate', (original) => (value) => {
        if (virtual.listRegisters.findActive(value) >= 0) original(value);
      });
    }
  },
});
