import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'eoir-in-eoimode-1-drops-nothing',
  title: 'With EOImode 1 EOIR leaves the priority active, as if DIR ended it.',
  caughtBy: ['GIC-CPU-043', 'GIC-CPU-030', 'GIC-CPU-034'],
  override(gic) {
    for (const cpu of [...gic.cpus, ...gic.virtual.map((virtual) => virtual.cpu)]) {
      overrideMethod(cpu, 'endOfInterrupt', (original) => (value, intid, group) => {
        if (cpu.priority.eoiMode === 0) original(value, intid, group);
      });
    }
  },
});
