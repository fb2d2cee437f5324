import { overrideMethod } from '../fault';
import { switchOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-list-is-not-sorted',
  title:
    'The ap_list is not sorted: interrupts go into list registers in the order in which they came.',
  base: 'kvm',
  caughtBy: ['GIC-INV-004'],
  override(vgic) {
    overrideMethod(switchOf(vgic), 'sort', () => () => {
      // Nothing.
    });
  },
});
