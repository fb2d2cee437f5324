import { State } from '../../../models/architecture/list-registers';
import { fillMore } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-sgi-takes-register-per-source',
  title: 'GICv2: an SGI goes into one list register for each of its sources.',
  base: 'kvm',
  caughtBy: ['GIC-LR-007', 'GIC-LR-006', 'KVM-LIST-003'],
  override(vgic) {
    const { interrupts } = vgic;
    fillMore(vgic, (vcpu, hardware, { used, loaded, load }) => {
      const { count } = hardware.listRegisters;
      const filled = used[vcpu];
      for (let n = 0; n < filled; n++) {
        const irq = loaded[vcpu * 64 + n];
        if (!interrupts.hasSources(irq) || hardware.listRegisters.stateOf(n) !== State.Pending)
          continue;
        while (interrupts.source[irq] !== 0 && used[vcpu] < count) {
          load.call(vgic.guestSwitch, vcpu, irq, used[vcpu]++, hardware);
        }
      }
    });
  },
});
