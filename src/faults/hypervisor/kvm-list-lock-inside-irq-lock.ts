import { NONE } from '../../../models/kvm-vgic/interrupts';
import { overrideMethod } from '../fault';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-list-lock-inside-irq-lock',
  title: 'An interrupt is queued without releasing its irq_lock before the ap_list_lock is taken.',
  base: 'kvm',
  caughtBy: ['LOCK-001'],
  override(vgic) {
    const { interrupts, lists, locks } = vgic;
    overrideMethod(lists, 'queue', (original) => (irq) => {
      const target = interrupts.targetOf(irq);
      if (target !== NONE && interrupts.owner[irq] === NONE) {
        locks.acquire(lists.lockOf(target));
        locks.release(lists.lockOf(target));
      }
      original(irq);
    });
  },
});
