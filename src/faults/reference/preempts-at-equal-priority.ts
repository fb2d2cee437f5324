import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'preempts-at-equal-priority',
  title:
    'The comparison with the running priority is not strict: an equal group priority preempts.',
  caughtBy: ['GIC-CPU-021', 'GIC-CPU-001', 'GIC-CPU-033', 'GIC-CPU-004'],
  override(gic) {
    for (const { priority } of [...gic.cpus, ...gic.virtual]) {
      overrideMethod(priority, 'preempts', () => (value, group) => {
        return priority.groupPriority(value, group) <= priority.running;
      });
    }
  },
});
