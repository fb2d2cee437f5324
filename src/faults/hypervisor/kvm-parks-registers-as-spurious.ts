import { State } from '../../../models/architecture/list-registers';
import { SPURIOUS } from '../../../models/contract/machine';
import { overrideMethod } from '../fault';
import { hypervisorFault } from '../hypervisor-fault';
import { switchOf } from '../hypervisor-parts';

export default hypervisorFault({
  id: 'kvm-parks-registers-as-spurious',
  title: 'List registers that are not in use any more are left pending, with INTID 1023.',
  base: 'kvm',
  caughtBy: ['GIC-LR-008', 'KVM-LIST-004'],
  override(vgic) {
    overrideMethod(switchOf(vgic), 'zero', () => ({ listRegisters }, first, end) => {
      for (let n = first; n < end; n++) {
        listRegisters.program(n, SPURIOUS, State.Pending, 0xff, 0, 0, 0, 0, 0);
      }
    });
  },
});
