import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'dir-acts-in-eoimode-0',
  title: 'DIR deactivates with EOImode 0 as well.',
  caughtBy: ['GIC-CPU-041', 'GIC-INV-007'],
  override(gic) {
    for (const cpu of [...gic.cpus, ...gic.virtual.map((virtual) => virtual.cpu)]) {
      overrideMethod(cpu, 'deactivate', () => (value, intid) => {
        if (!cpu.isSpecial(intid)) cpu.source.deactivate(value);
      });
    }
  },
});
