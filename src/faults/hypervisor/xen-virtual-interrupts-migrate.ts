import { Status } from '../../../models/xen-vgic/pending-irq';
import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-virtual-interrupts-migrate',
  title:
    'A virtual interrupt whose target changes is marked MIGRATING, as if there were a physical one to follow.',
  base: 'xen',
  caughtBy: ['XEN-LIST-006'],
  override(xen) {
    const { inflight, irqs } = xen;
    overrideMethod(operationsOf(xen), 'migrateIrq', (original) => (irq, from, to) => {
      const moves = original(irq, from, to);
      if (inflight.isLinked(irq)) irqs.set(irq, Status.Migrating);
      return moves;
    });
  },
});
