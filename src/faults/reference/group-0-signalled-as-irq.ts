import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'group-0-signalled-as-irq',
  title: 'GICv3 signals Group 0 as IRQ and Group 1 as FIQ.',
  caughtBy: ['GIC-CPU-001'],
  override(gic) {
    if (gic.version !== 3) return;
    for (const cpu of [...gic.cpus, ...gic.virtual.map((virtual) => virtual.cpu)]) {
      overrideMethod(cpu, 'usesFiq', () => (group) => group === 1);
    }
  },
});
