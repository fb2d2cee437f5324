import { Irq } from '../../../models/kvm-vgic/interrupts';
import { overrideMethod } from '../fault';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-ignored-fall-keeps-lock',
  title: 'The fall of an edge interrupt, which means nothing, returns with its irq_lock held.',
  base: 'kvm',
  caughtBy: ['LOCK-003'],
  override(vgic) {
    const { interrupts, locks } = vgic;
    overrideMethod(vgic, 'inject', (original) => (intid, vcpu, high) => {
      const irq = interrupts.indexOf(vcpu, intid);
      if (high || (interrupts.state[irq] & Irq.Level) !== 0) original(intid, vcpu, high);
      else locks.acquire(interrupts.lockOf(irq));
    });
  },
});
