import { Status } from '../../../models/xen-vgic/pending-irq';
import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-evicted-is-lost',
  title:
    'A pending interrupt that leaves its list register for a more urgent one is not queued again.',
  base: 'xen',
  caughtBy: ['GIC-LR-021'],
  override(xen) {
    const { irqs, lrPending } = xen;
    overrideMethod(operationsOf(xen), 'evict', (original) => (vcpu, victim) => {
      const lr = original(vcpu, victim);
      irqs.clear(victim, Status.Queued);
      lrPending.unlink(victim);
      return lr;
    });
  },
});
