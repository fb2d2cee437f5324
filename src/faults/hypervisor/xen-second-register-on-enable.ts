import { Status } from '../../../models/xen-vgic/pending-irq';
import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-second-register-on-enable',
  title: 'ISENABLER raises an interrupt again that is in a list register.',
  base: 'xen',
  caughtBy: ['GIC-LR-006'],
  override(xen) {
    const { inflight, irqs } = xen;
    const operations = operationsOf(xen);
    overrideMethod(operations, 'enableOne', (original) => (target, irq) => {
      original(target, irq);
      if (inflight.isLinked(irq) && irqs.has(irq, Status.Visible)) {
        operations.raiseGuestIrq(target, irq);
      }
    });
  },
});
