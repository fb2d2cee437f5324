import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-masks-under-vcpu-lock',
  title: 'ICENABLER masks the physical interrupt while the lock of the vCPU is held.',
  base: 'xen',
  caughtBy: ['LOCK-001'],
  override(xen) {
    const { irqs, lock, locks } = xen;
    overrideMethod(operationsOf(xen), 'disableOne', (original) => (target, irq) => {
      original(target, irq);
      if (!irqs.desc[irq]) return;
      const inner = lock.desc[irqs.intidOf(irq)];
      locks.acquire(inner);
      locks.release(inner);
    });
  },
});
