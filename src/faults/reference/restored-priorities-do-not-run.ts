import { IDLE } from '../../../models/architecture/priority-interface';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'restored-priorities-do-not-run',
  title:
    'Active priorities that are restored do not give the virtual interface a running priority.',
  caughtBy: ['GIC-INV-013'],
  override(gic) {
    for (const { priority } of gic.virtual) {
      overrideMethod(priority, 'writeActivePriorities', (original) => (group, register, value) => {
        original(group, register, value);
        priority.running = IDLE;
      });
    }
  },
});
