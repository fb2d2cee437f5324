import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-newcomer-before-its-equals',
  title: 'On inflight_irqs an interrupt goes ahead of those of its priority.',
  base: 'xen',
  caughtBy: ['XEN-LIST-002'],
  override(xen) {
    const { inflight, irqs } = xen;
    overrideMethod(operationsOf(xen), 'joinInflight', (original) => (vcpu, irq) => {
      original(vcpu, irq);
      const head = inflight.head(vcpu);
      let at = inflight.next[irq];
      inflight.unlink(irq);
      while (inflight.previous[at] !== head) {
        if (irqs.priority[inflight.previous[at]] !== irqs.priority[irq]) break;
        at = inflight.previous[at];
      }
      inflight.insertBefore(irq, at);
    });
  },
});
