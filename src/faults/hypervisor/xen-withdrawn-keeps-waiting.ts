import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-withdrawn-keeps-waiting',
  title: 'A request that is withdrawn leaves inflight_irqs, but not lr_pending.',
  base: 'xen',
  caughtBy: ['XEN-LIST-001'],
  override(xen) {
    const { inflight, lrPending } = xen;
    const operations = operationsOf(xen);
    overrideMethod(operations, 'dropRequest', (original) => (irq) => {
      const isWaiting = lrPending.isLinked(irq);
      original(irq);
      if (isWaiting && !inflight.isLinked(irq)) operations.addToLrPending(xen.targetOf(irq), irq);
    });
  },
});
