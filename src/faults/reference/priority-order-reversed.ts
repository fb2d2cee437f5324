import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'priority-order-reversed',
  title:
    'Among pending interrupts of the distributor the highest priority value is taken for the highest priority.',
  caughtBy: ['GIC-CPU-003', 'GIC-CPU-001', 'GIC-CPU-020'],
  override(gic) {
    const { priority } = gic.interrupts;
    overrideMethod(gic.forwarding, 'prefers', () => (instance, best) => {
      return priority[instance] > priority[best];
    });
  },
});
