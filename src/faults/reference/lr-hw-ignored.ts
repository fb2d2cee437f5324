import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'lr-hw-ignored',
  title: 'The deactivation of a list register with HW=1 does not reach the physical interrupt.',
  caughtBy: ['GIC-LR-004', 'GIC-INV-009'],
  override(gic) {
    for (const { listRegisters } of gic.virtual) {
      overrideMethod(listRegisters, 'deactivatePhysical', () => () => undefined);
    }
  },
});
