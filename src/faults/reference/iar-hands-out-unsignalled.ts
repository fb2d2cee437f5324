import { CpuInterfaceV2, CpuInterfaceV3, GROUP_1_PENDING } from '../../../models/architecture';
import { SPURIOUS } from '../../../models/contract/machine';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'iar-hands-out-unsignalled',
  title:
    'IAR hands out the highest pending interrupt without another look at PMR and running priority.',
  caughtBy: ['GIC-CPU-022', 'GIC-CPU-021', 'GIC-CPU-002'],
  override(gic) {
    for (const cpu of [...gic.cpus, ...gic.virtual.map((virtual) => virtual.cpu)]) {
      if (cpu instanceof CpuInterfaceV2) {
        overrideMethod(cpu, 'readIar', () => () => {
          const candidate = cpu.candidate();
          if (candidate < 0) return SPURIOUS;
          return cpu.hidesFromIar(candidate) ? GROUP_1_PENDING : cpu.acknowledge(candidate);
        });
      } else if (cpu instanceof CpuInterfaceV3) {
        overrideMethod(cpu, 'readIar', () => (group) => {
          const candidate = cpu.candidate();
          if (candidate < 0 || cpu.source.groupOf(candidate) !== group) return SPURIOUS;
          return cpu.acknowledge(candidate);
        });
      }
    }
  },
});
