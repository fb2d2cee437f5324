import { State } from '../../../models/architecture/list-registers';
import { fillMore } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-pending-and-active-apart',
  title: 'What is pending and active goes into two list registers, one for each state.',
  base: 'kvm',
  caughtBy: ['KVM-LIST-003', 'GIC-LR-006'],
  override(vgic) {
    fillMore(vgic, (vcpu, { listRegisters }, { used, loaded }) => {
      const { intid, priority } = listRegisters;
      for (let n = 0; n < used[vcpu] && used[vcpu] < listRegisters.count; n++) {
        if (listRegisters.stateOf(n) !== State.PendingActive) continue;
        const group = listRegisters.groupOf(n);
        const next = used[vcpu]++;
        listRegisters.setState(n, State.Active);
        listRegisters.program(next, intid[n], State.Pending, priority[n], group, 0, 0, 0, 0);
        loaded[vcpu * 64 + next] = loaded[vcpu * 64 + n];
      }
    });
  },
});
