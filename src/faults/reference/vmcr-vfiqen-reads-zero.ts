import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'vmcr-vfiqen-reads-zero',
  title: 'ICH_VMCR_EL2.VFIQEn reads 0, though system registers make it RES1.',
  caughtBy: ['GIC-CPU-047'],
  override(gic) {
    if (gic.version !== 3) return;
    for (const virtual of gic.virtual) {
      overrideMethod(virtual, 'readVmcr', (original) => () => original() & ~(1 << 3));
    }
  },
});
