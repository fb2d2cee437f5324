import { overrideMethod } from '../fault';
import { listsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-removal-keeps-owner',
  title: 'What is taken off an ap_list still says that it belongs to that vCPU.',
  base: 'kvm',
  caughtBy: ['KVM-LIST-001'],
  override(vgic) {
    const { interrupts, lists } = vgic;
    overrideMethod(listsOf(vgic), 'remove', (original) => (vcpu, at) => {
      const irq = lists.entries[vcpu][at];
      original(vcpu, at);
      interrupts.owner[irq] = vcpu;
      lists.owned[vcpu]++;
    });
  },
});
