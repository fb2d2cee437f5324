import { Status } from '../../../models/xen-vgic/pending-irq';
import { overrideMethod } from '../fault';
import { hypervisorFault } from '../hypervisor-fault';
import { operationsOf } from '../hypervisor-parts';

/** As Xen has it (DIFF-03). */
export default hypervisorFault({
  id: 'xen-victim-search-goes-too-far',
  title:
    'The search for a second list register to give away starts where something more urgent is.',
  base: 'xen',
  caughtBy: ['GIC-INV-004'],
  override(xen) {
    const { inflight, irqs } = xen;
    const operations = operationsOf(xen);
    let start = 0;
    overrideMethod(operations, 'restorePendingIrqs', (original) => (vcpu) => {
      start = inflight.head(vcpu);
      original(vcpu);
    });
    overrideMethod(operations, 'findVictim', (original) => (vcpu, cursor, irq) => {
      const head = inflight.head(vcpu);
      for (let at = inflight.previous[start]; at !== head; at = inflight.previous[at]) {
        if (irqs.priority[at] === irqs.priority[irq]) break;
        if (irqs.has(at, Status.Visible) && !irqs.has(at, Status.Active)) return (start = at);
      }
      const victim = original(vcpu, cursor, irq);
      return victim >= 0 && !irqs.has(victim, Status.Active) ? -1 : victim;
    });
  },
});
