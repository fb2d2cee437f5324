import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'apr-number-ignored',
  title: 'Every active-priority register of a group reads like its first one.',
  caughtBy: ['GIC-CPU-031', 'GIC-CPU-020', 'GIC-INV-008'],
  override(gic) {
    for (const { priority } of [...gic.cpus, ...gic.virtual]) {
      overrideMethod(priority, 'readActivePriorities', (original) => (group) => original(group, 0));
    }
  },
});
