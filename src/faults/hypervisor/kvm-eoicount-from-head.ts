import { Irq, NONE } from '../../../models/kvm-vgic/interrupts';
import { overrideMethod } from '../fault';
import { switchOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-eoicount-from-head',
  title:
    'EOIcount goes to active interrupts from the head of the ap_list, those in list registers included.',
  base: 'kvm',
  caughtBy: ['ORDER-003'],
  override(vgic) {
    const { interrupts, lists } = vgic;
    overrideMethod(switchOf(vgic).attribution, 'next', () => (vcpu) => {
      const list = lists.entries[vcpu];
      for (let at = 0; at < lists.length[vcpu]; at++) {
        if ((interrupts.state[list[at]] & Irq.Active) !== 0) return at;
      }
      return NONE;
    });
  },
});
