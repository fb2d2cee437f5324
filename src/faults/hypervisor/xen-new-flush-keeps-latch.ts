import { Irq } from '../../../models/xen-new-vgic/interrupts';
import { overrideMethod } from '../fault';
import { syncOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-new-flush-keeps-latch',
  title: 'The latch of an edge interrupt stays set when it goes into a list register.',
  base: 'xen-new',
  caughtBy: ['GIC-LR-018', 'KVM-LIST-006'],
  override(system) {
    const { flags } = system.interrupts;
    overrideMethod(syncOf(system), 'populate', (original) => (vcpu, instance, index) => {
      const kept = (flags[instance] & Irq.Level) === 0 ? flags[instance] & Irq.Latch : 0;
      original(vcpu, instance, index);
      if (!system.interrupts.isSgi(instance)) flags[instance] |= kept;
    });
  },
});
