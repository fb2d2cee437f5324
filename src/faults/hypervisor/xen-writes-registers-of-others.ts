import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-writes-registers-of-others',
  title:
    'An interrupt is written into a list register at once if its vCPU is in the guest, whoever raises it.',
  base: 'xen',
  caughtBy: ['GIC-LR-019'],
  override(xen) {
    overrideMethod(operationsOf(xen), 'raiseGuestIrq', (original) => (vcpu, irq) => {
      const { current } = xen;
      if (xen.isInGuest(vcpu)) xen.current = vcpu;
      original(vcpu, irq);
      xen.current = current;
    });
  },
});
