import { Hcr } from '../../../models/architecture/virtual-interface';
import { overrideMethod } from '../fault';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-tdir-forgotten',
  title: 'DIR is not trapped: one for an interrupt outside the list registers only counts.',
  base: 'kvm',
  caughtBy: ['GIC-HCR-019', 'ORDER-003'],
  override(vgic) {
    for (const hardware of vgic.hardware) {
      overrideMethod(hardware, 'writeHcr', (original) => (value) => {
        original(value & ~Hcr.Tdir);
      });
    }
  },
});
