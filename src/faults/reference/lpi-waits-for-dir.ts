import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'lpi-waits-for-dir',
  title: 'A virtual LPI is deactivated and counted like any other interrupt.',
  caughtBy: ['GIC-LR-015'],
  override(gic) {
    for (const { listRegisters } of gic.virtual) {
      overrideMethod(listRegisters, 'isLpi', () => () => false);
    }
  },
});
