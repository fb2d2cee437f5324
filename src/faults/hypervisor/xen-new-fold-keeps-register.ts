import { overrideMethod } from '../fault';
import { syncOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-new-fold-keeps-register',
  title: 'After the exit an interrupt still claims the list register it was in.',
  base: 'xen-new',
  caughtBy: ['GIC-INV-015'],
  override(system) {
    const { register } = system.interrupts;
    overrideMethod(syncOf(system), 'foldOne', (original) => (instance, state, source) => {
      const claimed = register[instance];
      original(instance, state, source);
      register[instance] = claimed;
    });
  },
});
