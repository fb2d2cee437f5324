import { Status } from '../../../models/xen-vgic/pending-irq';
import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-urgent-one-waits',
  title: 'Nothing pending leaves its list register for something more urgent.',
  base: 'xen',
  caughtBy: ['GIC-INV-004'],
  override(xen) {
    const { irqs } = xen;
    overrideMethod(operationsOf(xen), 'findVictim', (original) => (vcpu, cursor, irq) => {
      const victim = original(vcpu, cursor, irq);
      return victim >= 0 && !irqs.has(victim, Status.Active) ? -1 : victim;
    });
  },
});
