import { IDLE } from '../../../models/architecture';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'drop-ends-all-priorities',
  title: 'A priority drop ends all active priorities, not only the highest.',
  caughtBy: ['GIC-CPU-034', 'GIC-CPU-043', 'GIC-CPU-030'],
  override(gic) {
    for (const { priority } of [...gic.cpus, ...gic.virtual]) {
      overrideMethod(priority, 'drop', (original) => () => {
        const dropped = original();
        priority.active0.fill(0);
        priority.active1.fill(0);
        priority.running = IDLE;
        return dropped;
      });
    }
  },
});
