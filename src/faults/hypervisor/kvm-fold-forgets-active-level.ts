import { State } from '../../../models/architecture/list-registers';
import { Irq } from '../../../models/kvm-vgic/interrupts';
import { overrideMethod } from '../fault';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-fold-forgets-active-level',
  title: 'The active state of a level interrupt is not taken over from its list register.',
  base: 'kvm',
  caughtBy: ['GIC-LR-017'],
  override(vgic) {
    const { image, interrupts } = vgic;
    overrideMethod(image, 'fold', (original) => (irq) => {
      if ((interrupts.state[irq] & Irq.Level) !== 0) image.state &= ~State.Active;
      original(irq);
    });
  },
});
