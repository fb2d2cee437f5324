import { Status } from '../../../models/xen-vgic/pending-irq';
import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-evicted-stays-visible',
  title: 'What leaves its list register for something more urgent is still marked VISIBLE.',
  base: 'xen',
  caughtBy: ['XEN-LIST-003', 'XEN-LIST-004'],
  override(xen) {
    const { irqs, lrPending } = xen;
    overrideMethod(operationsOf(xen), 'evict', (original) => (vcpu, victim) => {
      const lr = original(vcpu, victim);
      if (lrPending.isLinked(victim)) irqs.set(victim, Status.Visible);
      return lr;
    });
  },
});
