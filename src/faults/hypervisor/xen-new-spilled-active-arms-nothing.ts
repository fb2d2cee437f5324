import { Hcr } from '../../../models/architecture/virtual-interface';
import { overrideMethod } from '../fault';
import { syncOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-new-spilled-active-arms-nothing',
  title: 'LRENPIE is not set when active interrupts are left outside the list registers.',
  base: 'xen-new',
  caughtBy: ['GIC-HCR-019'],
  override(system) {
    overrideMethod(
      syncOf(system),
      'wantsExits',
      (original) => (vcpu, from) => original(vcpu, from) & ~Hcr.Lrenpie,
    );
  },
});
