import { Status } from '../../../models/xen-vgic/pending-irq';
import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-active-flag-kept',
  title: 'ACTIVE stays set when the list register is found empty.',
  base: 'xen-resident',
  caughtBy: ['XEN-LIST-005'],
  override(xen) {
    const { irqs } = xen;
    overrideMethod(operationsOf(xen), 'foundEmpty', (original) => (vcpu, lr, irq) => {
      const active = irqs.status[irq] & Status.Active;
      original(vcpu, lr, irq);
      irqs.set(irq, active);
    });
  },
});
