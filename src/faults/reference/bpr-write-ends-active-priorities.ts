import { IDLE } from '../../../models/architecture';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'bpr-write-ends-active-priorities',
  title: 'A write to BPR0 ends the active priorities, whose split no longer holds.',
  caughtBy: ['GIC-CPU-013', 'GIC-CPU-001', 'GIC-CPU-030'],
  override(gic) {
    for (const { priority } of [...gic.cpus, ...gic.virtual]) {
      overrideMethod(priority, 'writeBpr0', (original) => (value) => {
        original(value);
        priority.active0.fill(0);
        priority.active1.fill(0);
        priority.running = IDLE;
      });
    }
  },
});
