import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'drop-without-active-priority',
  title: 'A priority drop with nothing active leaves 0 as the running priority.',
  caughtBy: ['GIC-CPU-044', 'GIC-CPU-030', 'GIC-CPU-043'],
  override(gic) {
    for (const { priority } of [...gic.cpus, ...gic.virtual]) {
      overrideMethod(priority, 'drop', (original) => () => {
        if (original()) return true;
        priority.running = 0;
        return false;
      });
    }
  },
});
