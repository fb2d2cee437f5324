import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'gicv-pmr-keeps-eight-bits',
  title: 'GICV_PMR keeps all eight bits, though the interface has five priority bits.',
  caughtBy: ['GIC-CPU-012', 'GIC-CPU-002'],
  override(gic) {
    if (gic.version !== 2) return;
    for (const { priority } of gic.virtual) {
      overrideMethod(priority, 'writePmr', () => (value) => {
        priority.pmr = value & 0xff;
      });
    }
  },
});
