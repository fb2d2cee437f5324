import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'eoimode-ignored',
  title: 'EOIR deactivates whatever EOImode is.',
  caughtBy: ['GIC-CPU-040', 'GIC-LR-003', 'GIC-LR-004', 'GIC-CPU-042', 'GIC-INV-007'],
  override(gic) {
    for (const { source } of [...gic.cpus, ...gic.virtual.map((virtual) => virtual.cpu)]) {
      overrideMethod(source, 'endOfInterrupt', (original) => (value) => original(value, 0));
    }
  },
});
