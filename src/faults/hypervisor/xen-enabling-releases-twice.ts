import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-enabling-releases-twice',
  title:
    'Enabling what is not inflight releases the lock of the vCPU on a path of its own, and again at the end.',
  base: 'xen',
  caughtBy: ['LOCK-002'],
  override(xen) {
    const { inflight, lock, locks } = xen;
    overrideMethod(operationsOf(xen), 'enableOne', (original) => (target, irq) => {
      original(target, irq);
      if (!inflight.isLinked(irq)) locks.release(lock.vcpu[target]);
    });
  },
});
