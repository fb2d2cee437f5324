import { IDLE } from '../../../models/architecture/priority-interface';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'last-priority-keeps-running',
  title: 'The running priority stays when the last active priority is dropped.',
  caughtBy: ['GIC-INV-016'],
  override(gic) {
    for (const { priority } of [...gic.cpus, ...gic.virtual]) {
      overrideMethod(priority, 'drop', (original) => () => {
        const { running } = priority;
        const dropped = original();
        if (priority.running === IDLE) priority.running = running;
        return dropped;
      });
    }
  },
});
