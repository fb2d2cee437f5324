import { CpuInterfaceV2, IDLE } from '../../../models/architecture';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'eoimode-change-waits-for-idle',
  title: 'GICv2: a change of EOImode is ignored while a priority is active.',
  caughtBy: ['GIC-CPU-046'],
  override(gic) {
    for (const cpu of [...gic.cpus, ...gic.virtual.map((virtual) => virtual.cpu)]) {
      if (!(cpu instanceof CpuInterfaceV2)) continue;
      overrideMethod(cpu, 'writeCtlr', (original) => (value) => {
        const { eoiMode, running } = cpu.priority;
        original(value);
        if (running !== IDLE) cpu.priority.eoiMode = eoiMode;
      });
    }
  },
});
