import { Status } from '../../../models/xen-vgic/pending-irq';
import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-active-is-evicted',
  title: 'What is active leaves its list register for something more urgent.',
  base: 'xen-resident',
  caughtBy: ['ORDER-002'],
  override(xen) {
    const { inflight, irqs } = xen;
    overrideMethod(operationsOf(xen), 'findVictim', (original) => (vcpu, cursor, irq) => {
      const victim = original(vcpu, cursor, irq);
      if (victim >= 0) return victim;
      const head = inflight.head(vcpu);
      for (let at = inflight.previous[head]; at !== head; at = inflight.previous[at]) {
        if (irqs.priority[at] <= irqs.priority[irq]) break;
        if (irqs.has(at, Status.Visible)) return at;
      }
      return victim;
    });
  },
});
