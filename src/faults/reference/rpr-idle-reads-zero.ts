import { IDLE } from '../../../models/architecture';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'rpr-idle-reads-zero',
  title: 'RPR reads 0 when no priority is active.',
  caughtBy: ['GIC-CPU-030', 'GIC-CPU-043', 'GIC-CPU-044'],
  override(gic) {
    for (const { priority } of [...gic.cpus, ...gic.virtual]) {
      overrideMethod(priority, 'readRpr', () => () => priority.running & (IDLE - 1));
    }
  },
});
