import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'power-on-keeps-active-priorities',
  title: 'The physical interface of a PE that is powered on again keeps its active priorities.',
  caughtBy: ['GIC-INV-017'],
  override(gic) {
    overrideMethod(gic, 'powerOn', (original) => (vcpu, target) => {
      const cpu = gic.cpus.at(target);
      if (target < 0 || cpu === undefined) return original(vcpu, target);
      const { active0, active1, running } = cpu.priority;
      const before = [active0.slice(), active1.slice()];
      const result = original(vcpu, target);
      active0.set(before[0]);
      active1.set(before[1]);
      cpu.priority.running = running;
      return result;
    });
  },
});
