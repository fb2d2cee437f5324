import { overrideMethod } from '../fault';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-eoicount-survives-exit',
  title: 'EOIcount is not cleared after it was taken into account.',
  base: 'kvm',
  caughtBy: ['KVM-LIST-005'],
  override(vgic) {
    for (const hardware of vgic.hardware) {
      overrideMethod(hardware, 'writeHcr', (original) => (value) => {
        const { eoiCount } = hardware;
        original(value);
        hardware.eoiCount = eoiCount;
      });
    }
  },
});
