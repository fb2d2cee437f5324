import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'iar-ignores-pmr',
  title: 'IAR hands out what PMR masks.',
  caughtBy: ['GIC-CPU-022'],
  override(gic) {
    for (const cpu of [...gic.cpus, ...gic.virtual.map((virtual) => virtual.cpu)]) {
      overrideMethod(cpu, 'signalled', () => () => {
        const candidate = cpu.candidate();
        if (candidate < 0) return -1;
        const { priority, source } = cpu;
        const preempts = priority.preempts(source.priorityOf(candidate), source.groupOf(candidate));
        return preempts ? candidate : -1;
      });
    }
  },
});
