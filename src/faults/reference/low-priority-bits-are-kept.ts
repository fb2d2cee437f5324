import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'low-priority-bits-are-kept',
  title: 'IPRIORITYR keeps the priority bits that are not implemented.',
  caughtBy: ['GIC-DIST-040'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'setPriority', (original) => (instance, priority) => {
      original(instance, priority);
      interrupts.priority[instance] = priority;
    });
  },
});
