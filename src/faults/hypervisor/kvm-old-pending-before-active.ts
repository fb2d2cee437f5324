import { Irq } from '../../../models/kvm-vgic/interrupts';
import { overrideMethod } from '../fault';
import { switchOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-old-pending-before-active',
  title: 'Up to 6.18: pending interrupts go into list registers ahead of the active ones.',
  base: 'kvm-old',
  caughtBy: ['ORDER-001'],
  override(vgic) {
    const { interrupts, lists } = vgic;
    const isActive = (irq: number): boolean => (interrupts.state[irq] & Irq.Active) !== 0;
    overrideMethod(switchOf(vgic), 'sort', (original) => (vcpu, groups) => {
      original(vcpu, groups);
      const list = lists.entries[vcpu].subarray(0, lists.length[vcpu]);
      list.sort((a, b) => Number(isActive(a)) - Number(isActive(b)));
    });
  },
});
