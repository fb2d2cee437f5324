import { Hcr } from '../../../models/architecture/virtual-interface';
import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-one-waiting-arms-nothing',
  title: 'The exit for what waits is armed only if more than one interrupt does.',
  base: 'xen',
  caughtBy: ['GIC-HCR-017', 'GIC-HCR-018'],
  override(xen) {
    const { lrPending } = xen;
    overrideMethod(operationsOf(xen), 'syncToLrs', (original) => (vcpu) => {
      original(vcpu);
      const first = lrPending.next[lrPending.head(vcpu)];
      const isOnlyOne = lrPending.next[first] === lrPending.head(vcpu);
      if (isOnlyOne) xen.hardware[vcpu].control &= ~(Hcr.Uie | Hcr.Npie);
    });
  },
});
