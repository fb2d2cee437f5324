import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'dir-ends-neighbours',
  title: 'DIR deactivates all interrupts in the word of the one it names.',
  caughtBy: ['GIC-CPU-042', 'GIC-CPU-040', 'GIC-INV-007'],
  override(gic) {
    gic.cpus.forEach((cpu, pe) => {
      overrideMethod(cpu, 'deactivate', () => (_value, intid) => {
        if (cpu.priority.eoiMode === 0 || cpu.isSpecial(intid)) return;
        const instance = gic.interrupts.instanceOf(pe, intid);
        if (instance >= 0) gic.interrupts.clearActive(instance >> 5, -1);
      });
    });
  },
});
