import { Hcr } from '../../../models/architecture/virtual-interface';
import { overrideMethod } from '../fault';
import { switchOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-overflow-arms-nothing',
  title:
    'With interrupts left outside neither the underflow nor the no-pending interrupt is enabled.',
  base: 'kvm',
  caughtBy: ['GIC-HCR-017', 'GIC-HCR-018'],
  override(vgic) {
    overrideMethod(
      switchOf(vgic),
      'pendingFirstControl',
      (original) => (vcpu, hardware, overflows) =>
        original(vcpu, hardware, overflows) & ~(Hcr.Uie | Hcr.Npie),
    );
  },
});
