import { State } from '../../../models/architecture/list-registers';
import { Irq } from '../../../models/kvm-vgic/interrupts';
import { overrideMethod } from '../fault';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-fold-latches-level',
  title: 'A level interrupt that is still pending in its list register is latched, as an edge is.',
  base: 'kvm',
  caughtBy: ['GIC-LR-022', 'GIC-LR-017'],
  override(vgic) {
    const { image, interrupts } = vgic;
    overrideMethod(image, 'fold', (original) => (irq) => {
      const isPending = (image.state & State.Pending) !== 0;
      original(irq);
      if (isPending) interrupts.state[irq] |= Irq.Latch;
    });
  },
});
