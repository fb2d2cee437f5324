import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-priority-under-rank-lock',
  title:
    'Injecting reads the priority under the lock of the rank, which a write of the target holds.',
  base: 'xen-upstream',
  caughtBy: ['LOCK-002'],
  override(xen) {
    const { lock, locks } = xen;
    overrideMethod(operationsOf(xen), 'inject', (original) => (vcpu, irq) => {
      locks.acquire(lock.rank[irq >> 5]);
      locks.release(lock.rank[irq >> 5]);
      original(vcpu, irq);
    });
  },
});
