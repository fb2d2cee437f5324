import { NONE } from '../../../models/kvm-vgic/interrupts';
import { overrideMethod } from '../fault';
import { listsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-queues-on-second-list',
  title:
    'An interrupt whose target changed is put on the ap_list of the new target while it is on that of the old one.',
  base: 'kvm',
  caughtBy: ['GIC-INV-003', 'KVM-LIST-001'],
  override(vgic) {
    const { interrupts, lists } = vgic;
    overrideMethod(lists, 'queue', (original) => (irq) => {
      const owner = interrupts.owner[irq];
      const target = interrupts.targetOf(irq);
      if (owner !== NONE && target !== NONE && owner !== target) {
        listsOf(vgic).append(target, irq);
      }
      original(irq);
    });
  },
});
