import { Hcr } from '../../../models/architecture/virtual-interface';
import { overrideMethod } from '../fault';
import { switchOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-lrenpie-forgotten',
  title: 'LRENPIE is not set when active interrupts are left outside the list registers.',
  base: 'kvm',
  caughtBy: ['GIC-HCR-019'],
  override(vgic) {
    overrideMethod(
      switchOf(vgic),
      'pendingFirstControl',
      (original) => (vcpu, hardware, overflows) =>
        original(vcpu, hardware, overflows) & ~Hcr.Lrenpie,
    );
  },
});
