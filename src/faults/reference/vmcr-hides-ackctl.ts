import { fault, overrideMethod } from '../fault';

/** GICH_VMCR.VMAckCtl. */
const ACK_CTL = 1 << 2;

export default fault({
  id: 'vmcr-hides-ackctl',
  title: 'GICH_VMCR.VMAckCtl reads 0.',
  caughtBy: ['GIC-HCR-012', 'GIC-HCR-014'],
  override(gic) {
    if (gic.version !== 2) return;
    for (const virtual of gic.virtual) {
      overrideMethod(virtual, 'readVmcr', (original) => () => original() & ~ACK_CTL);
    }
  },
});
