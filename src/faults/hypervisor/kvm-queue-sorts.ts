import { overrideMethod } from '../fault';
import { listsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-queue-sorts',
  title: 'An interrupt is queued by its priority, also on the list of a vCPU that is in the guest.',
  base: 'kvm',
  caughtBy: ['KVM-LIST-002'],
  override(vgic) {
    const { interrupts, lists } = vgic;
    overrideMethod(listsOf(vgic), 'append', (original) => (vcpu, irq) => {
      original(vcpu, irq);
      const list = lists.entries[vcpu];
      let at = lists.length[vcpu] - 1;
      for (; at > 0 && interrupts.priority[list[at - 1]] > interrupts.priority[irq]; at--) {
        list[at] = list[at - 1];
      }
      list[at] = irq;
    });
  },
});
