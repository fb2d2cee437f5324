import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'reprioritising-loses-pending',
  title: 'Writing the priority of an interrupt clears its pending latch.',
  caughtBy: ['GIC-DIST-042', 'GIC-INV-001'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'setPriority', (original) => (instance, priority) => {
      if (interrupts.priority[instance] !== priority) {
        interrupts.clearPending(instance >> 5, 1 << (instance & 31));
      }
      original(instance, priority);
    });
  },
});
