import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-lr-mask-not-switched',
  title: 'List registers are switched with the vCPU, lr_mask is not: it starts empty.',
  base: 'xen',
  caughtBy: ['GIC-LR-020', 'XEN-LIST-004'],
  override(xen) {
    overrideMethod(operationsOf(xen), 'load', (original) => (vcpu) => {
      original(vcpu);
      xen.lrMask.fill(0, vcpu * 2, vcpu * 2 + 2);
    });
  },
});
