import { fault, overrideMethod } from '../fault';

/** VBPR0 [23:21] and VBPR1 [20:18]. */
const BINARY_POINTS = 0x3f << 18;

export default fault({
  id: 'vmcr-binary-points-swapped',
  title: 'ICH_VMCR_EL2 reads VBPR0 where VBPR1 is and the other way round.',
  caughtBy: ['GIC-HCR-013', 'GIC-HCR-014', 'GIC-HCR-015'],
  override(gic) {
    if (gic.version !== 3) return;
    for (const virtual of gic.virtual) {
      const { priority } = virtual;
      overrideMethod(virtual, 'readVmcr', (original) => () => {
        return (original() & ~BINARY_POINTS) | (priority.bpr0 << 18) | (priority.bpr1 << 21);
      });
    }
  },
});
