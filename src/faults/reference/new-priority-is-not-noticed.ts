import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'new-priority-is-not-noticed',
  title: 'Writing a priority does not change what is on offer.',
  caughtBy: ['GIC-LC-020', 'GIC-DIST-042'],
  override(gic) {
    const { interrupts, machine } = gic;
    const mask = 0xff << (8 - machine.priorityBits);
    overrideMethod(interrupts, 'setPriority', () => (instance, priority) => {
      interrupts.priority[instance] = priority & mask;
    });
  },
});
