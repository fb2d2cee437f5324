import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-lr-pending-is-not-sorted',
  title: 'What waits for a list register goes to the end of lr_pending, whatever its priority.',
  base: 'xen',
  caughtBy: ['XEN-LIST-002'],
  override(xen) {
    const { lrPending } = xen;
    overrideMethod(operationsOf(xen), 'addToLrPending', (original) => (vcpu, irq) => {
      if (lrPending.isLinked(irq)) return;
      original(vcpu, irq);
      lrPending.unlink(irq);
      lrPending.insertBefore(irq, lrPending.head(vcpu));
    });
  },
});
