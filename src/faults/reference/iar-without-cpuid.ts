import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'iar-without-cpuid',
  title: 'GICv2: IAR does not show the source of an SGI.',
  caughtBy: ['GIC-CPU-025', 'GIC-DIST-073', 'GIC-LC-015'],
  override(gic) {
    if (gic.version !== 2) return;
    for (const cpu of [...gic.cpus, ...gic.virtual.map((virtual) => virtual.cpu)]) {
      overrideMethod(cpu, 'acknowledge', (original) => (candidate) => original(candidate) & 0x3ff);
    }
  },
});
