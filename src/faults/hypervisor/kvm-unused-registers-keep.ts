import { overrideMethod } from '../fault';
import { switchOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-unused-registers-keep',
  title: 'List registers that are not in use any more keep what they held.',
  base: 'kvm',
  caughtBy: ['KVM-LIST-004', 'GIC-INV-015'],
  override(vgic) {
    overrideMethod(switchOf(vgic), 'zero', () => () => {
      // Nothing.
    });
  },
});
