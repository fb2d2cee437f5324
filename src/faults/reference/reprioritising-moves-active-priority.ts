import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'reprioritising-moves-active-priority',
  title: 'Writing the priority of an active interrupt changes the active priority of its PE.',
  caughtBy: ['GIC-DIST-043'],
  override(gic) {
    const { interrupts, cpus } = gic;
    overrideMethod(interrupts, 'setPriority', (original) => (instance, value) => {
      original(instance, value);
      if (((interrupts.active[instance >> 5] >>> (instance & 31)) & 1) === 0) return;
      for (const { priority } of cpus) {
        if (priority.drop())
          priority.push(interrupts.priority[instance], interrupts.groupOf(instance));
      }
      gic.changes.mark(-1);
    });
  },
});
