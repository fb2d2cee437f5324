import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'vmcr-write-leaves-pmr',
  title: 'A write to VMCR does not change the priority mask the guest sees.',
  caughtBy: ['GIC-HCR-014', 'GIC-HCR-013'],
  override(gic) {
    for (const virtual of gic.virtual) {
      const { priority } = virtual;
      overrideMethod(virtual, 'writeVmcr', (original) => (value) => {
        const { pmr } = priority;
        original(value);
        priority.pmr = pmr;
      });
    }
  },
});
