import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'hardware-interrupt-stays-active',
  title: 'The virtual deactivation of a list register with HW = 1 does not reach its interrupt.',
  caughtBy: ['GIC-INV-009'],
  override(gic) {
    overrideMethod(gic.interrupts, 'deactivatePhysical', () => () => undefined);
  },
});
