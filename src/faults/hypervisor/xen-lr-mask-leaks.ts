import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-lr-mask-leaks',
  title: 'A list register that is found empty stays in lr_mask.',
  base: 'xen',
  caughtBy: ['XEN-LIST-007'],
  override(xen) {
    overrideMethod(operationsOf(xen), 'freeLr', () => () => {
      // Nothing.
    });
  },
});
