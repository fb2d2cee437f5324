import { IDLE } from '../../../models/architecture';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'nested-acknowledge-sets-no-bit',
  title: 'A nested acknowledge raises the running priority but sets no active-priority bit.',
  caughtBy: ['GIC-CPU-033', 'GIC-CPU-031', 'GIC-CPU-043'],
  override(gic) {
    for (const { priority } of [...gic.cpus, ...gic.virtual]) {
      overrideMethod(priority, 'push', (original) => (value, group) => {
        if (priority.running === IDLE) original(value, group);
        else priority.running = priority.groupPriority(value, group);
      });
    }
  },
});
