import { CpuInterfaceV3 } from '../../../models/architecture';
import { SPURIOUS } from '../../../models/contract/machine';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'iar-of-either-group',
  title: 'GICv3: ICC_IAR0_EL1 and ICC_IAR1_EL1 acknowledge interrupts of both groups.',
  caughtBy: ['GIC-CPU-024', 'GIC-CPU-003'],
  override(gic) {
    for (const cpu of [...gic.cpus, ...gic.virtual.map((virtual) => virtual.cpu)]) {
      if (!(cpu instanceof CpuInterfaceV3)) continue;
      overrideMethod(cpu, 'readIar', () => () => {
        const candidate = cpu.signalled();
        return candidate < 0 ? SPURIOUS : cpu.acknowledge(candidate);
      });
    }
  },
});
