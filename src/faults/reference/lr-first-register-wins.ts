import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'lr-first-register-wins',
  title:
    'The pending list register of the lowest number is signalled, whatever the priorities are.',
  caughtBy: ['GIC-LR-013', 'GIC-CPU-003', 'GIC-CPU-001'],
  override(gic) {
    for (const { listRegisters } of gic.virtual) {
      overrideMethod(listRegisters, 'prefers', () => () => false);
    }
  },
});
