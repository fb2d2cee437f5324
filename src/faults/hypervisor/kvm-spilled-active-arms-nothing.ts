import { Hcr } from '../../../models/architecture/virtual-interface';
import { overrideMethod } from '../fault';
import { switchOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-spilled-active-arms-nothing',
  title:
    'Exits are armed only if there are more pending interrupts than list registers, whatever is active outside.',
  base: 'kvm',
  caughtBy: ['GIC-HCR-018', 'GIC-HCR-019'],
  override(vgic) {
    const exits = Hcr.Uie | Hcr.Lrenpie;
    overrideMethod(
      switchOf(vgic),
      'pendingFirstControl',
      (original) => (vcpu, hardware, overflows) => {
        const control = original(vcpu, hardware, overflows);
        return (control & Hcr.Npie) !== 0 ? control : control & ~exits;
      },
    );
  },
});
