import { State } from '../../../models/architecture/list-registers';
import { Irq } from '../../../models/kvm-vgic/interrupts';
import { overrideMethod } from '../fault';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-flush-keeps-latch',
  title: 'The latch of an edge interrupt stays set when it goes into a list register.',
  base: 'kvm',
  caughtBy: ['KVM-LIST-006', 'GIC-LR-018'],
  override(vgic) {
    const { image, interrupts } = vgic;
    overrideMethod(image, 'compute', (original) => (irq) => {
      original(irq);
      const isEdge = (interrupts.state[irq] & Irq.Level) === 0;
      if (isEdge && (image.state & State.Pending) !== 0) interrupts.state[irq] |= Irq.Latch;
    });
  },
});
