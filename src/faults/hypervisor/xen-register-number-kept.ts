import { Status } from '../../../models/xen-vgic/pending-irq';
import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-register-number-kept',
  title: 'An interrupt whose list register was found empty still names it.',
  base: 'xen',
  caughtBy: ['XEN-LIST-004', 'GIC-INV-015'],
  override(xen) {
    const { irqs } = xen;
    overrideMethod(operationsOf(xen), 'foundEmpty', (original) => (vcpu, lr, irq) => {
      original(vcpu, lr, irq);
      if (!irqs.has(irq, Status.Visible)) irqs.lr[irq] = lr;
    });
  },
});
