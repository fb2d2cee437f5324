import { overrideMethod } from '../fault';
import { switchOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-fold-misses-last-register',
  title: 'The last list register is not read back.',
  base: 'kvm',
  caughtBy: ['GIC-LR-021'],
  override(vgic) {
    overrideMethod(switchOf(vgic), 'foldRegister', (original) => (vcpu, n, hardware) => {
      if (n < hardware.listRegisters.count - 1) original(vcpu, n, hardware);
    });
  },
});
