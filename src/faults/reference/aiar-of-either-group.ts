import { CpuInterfaceV2 } from '../../../models/architecture';
import { SPURIOUS } from '../../../models/contract/machine';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'aiar-of-either-group',
  title: 'GICv2: AIAR acknowledges Group 0 as well.',
  caughtBy: ['GIC-CPU-048', 'GIC-CPU-023', 'GIC-CPU-003'],
  override(gic) {
    for (const cpu of [...gic.cpus, ...gic.virtual.map((virtual) => virtual.cpu)]) {
      if (!(cpu instanceof CpuInterfaceV2)) continue;
      overrideMethod(cpu, 'readAiar', () => () => {
        const candidate = cpu.signalled();
        return candidate < 0 ? SPURIOUS : cpu.acknowledge(candidate);
      });
    }
  },
});
