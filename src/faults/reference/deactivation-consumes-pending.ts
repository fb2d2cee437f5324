import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'deactivation-consumes-pending',
  title: 'Deactivation by EOIR or DIR takes an active and pending interrupt to inactive.',
  caughtBy: ['GIC-CPU-045', 'GIC-CPU-001', 'GIC-INV-001'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'deactivate', (original) => (instance, source) => {
      original(instance, source);
      interrupts.clearPending(instance >> 5, 1 << (instance & 31));
    });
  },
});
