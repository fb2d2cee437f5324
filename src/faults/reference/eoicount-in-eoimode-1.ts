import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'eoicount-in-eoimode-1',
  title: 'An EOIR that finds no list register is counted in EOIcount with EOImode 1 as well.',
  caughtBy: ['GIC-HCR-009'],
  override(gic) {
    for (const virtual of gic.virtual) {
      const { listRegisters } = virtual;
      overrideMethod(virtual, 'endOfInterrupt', (original) => (value, eoiMode) => {
        original(value, eoiMode);
        if (eoiMode === 0 || listRegisters.isLpi(value)) return;
        if (listRegisters.findActive(value) < 0) virtual.countMiss();
      });
    }
  },
});
