import { State } from '../../../models/architecture/list-registers';
import { overrideMethod } from '../fault';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-hw-pending-while-active',
  title: 'A mapped interrupt that is active and pending goes into its list register as both.',
  base: 'kvm',
  caughtBy: ['GIC-LR-005'],
  override(vgic) {
    const { image, interrupts } = vgic;
    overrideMethod(image, 'compute', (original) => (irq) => {
      const isPending = interrupts.isPending(irq);
      original(irq);
      if (isPending && image.hw !== 0 && image.state === State.Active) {
        image.state = State.PendingActive;
      }
    });
  },
});
