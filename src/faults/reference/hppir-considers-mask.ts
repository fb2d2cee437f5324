import { CpuInterfaceV2, CpuInterfaceV3 } from '../../../models/architecture';
import { SPURIOUS } from '../../../models/contract/machine';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'hppir-considers-mask',
  title: 'HPPIR shows only what PMR and the running priority let through.',
  caughtBy: ['GIC-CPU-026', 'GIC-CPU-003'],
  override(gic) {
    for (const cpu of [...gic.cpus, ...gic.virtual.map((virtual) => virtual.cpu)]) {
      if (cpu instanceof CpuInterfaceV2) {
        overrideMethod(cpu, 'readHppir', (original) => () => {
          return cpu.signalled() < 0 ? SPURIOUS : original();
        });
      } else if (cpu instanceof CpuInterfaceV3) {
        overrideMethod(cpu, 'readHppir', (original) => (group) => {
          return cpu.signalled() < 0 ? SPURIOUS : original(group);
        });
      }
    }
  },
});
