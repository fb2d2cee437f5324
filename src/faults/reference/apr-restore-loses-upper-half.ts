import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'apr-restore-loses-upper-half',
  title: 'A write to an active-priority register keeps its lower half only.',
  caughtBy: ['GIC-CPU-032', 'GIC-HCR-015'],
  override(gic) {
    for (const { priority } of [...gic.cpus, ...gic.virtual]) {
      overrideMethod(priority, 'writeActivePriorities', (original) => (group, register, value) => {
        original(group, register, value & 0xffff);
      });
    }
  },
});
