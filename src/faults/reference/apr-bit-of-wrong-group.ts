import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'apr-bit-of-wrong-group',
  title: 'An acknowledge of Group 1 sets its active-priority bit among those of Group 0.',
  caughtBy: ['GIC-CPU-020', 'GIC-CPU-031', 'GIC-INV-008'],
  override(gic) {
    if (gic.version !== 3) return;
    for (const { priority } of [...gic.cpus, ...gic.virtual]) {
      overrideMethod(priority, 'push', (original) => (value, group) => {
        original(priority.groupPriority(value, group), 0);
      });
    }
  },
});
