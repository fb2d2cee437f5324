import { CpuInterfaceV2 } from '../../../models/architecture';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'iar-ignores-ackctl',
  title: 'GICv2: IAR acknowledges Group 1 whatever AckCtl says.',
  caughtBy: ['GIC-CPU-023', 'GIC-CPU-003'],
  override(gic) {
    for (const cpu of [...gic.cpus, ...gic.virtual.map((virtual) => virtual.cpu)]) {
      if (!(cpu instanceof CpuInterfaceV2)) continue;
      overrideMethod(cpu, 'hidesFromIar', () => () => false);
    }
  },
});
