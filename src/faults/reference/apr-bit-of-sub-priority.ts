import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'apr-bit-of-sub-priority',
  title: 'An acknowledge activates the whole priority, not its group priority.',
  caughtBy: ['GIC-CPU-020', 'GIC-CPU-030', 'GIC-CPU-031'],
  override(gic) {
    for (const { priority } of [...gic.cpus, ...gic.virtual]) {
      overrideMethod(priority, 'push', (original) => (value, group) => {
        const { bpr0, bpr1, minimumBpr0 } = priority;
        priority.bpr0 = minimumBpr0;
        priority.bpr1 = minimumBpr0 + 1;
        original(value, group);
        priority.bpr0 = bpr0;
        priority.bpr1 = bpr1;
      });
    }
  },
});
