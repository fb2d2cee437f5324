import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-lr-mask-is-global',
  title: 'There is one lr_mask: loading a vCPU sets it for all physical CPUs.',
  base: 'xen',
  caughtBy: ['XEN-LIST-007', 'XEN-LIST-004'],
  override(xen) {
    const { lrMask } = xen;
    overrideMethod(operationsOf(xen), 'load', (original) => (vcpu) => {
      original(vcpu);
      for (let v = 0; v < xen.vcpus; v++) {
        if (v !== vcpu && xen.isLoaded(v)) lrMask.copyWithin(v * 2, vcpu * 2, vcpu * 2 + 2);
      }
    });
  },
});
