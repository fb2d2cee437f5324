import { overrideMethod } from '../fault';
import { operationsOf } from '../hypervisor-parts';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'xen-physical-intid-counts-spis',
  title: 'The physical INTID of a list register is counted from the first SPI.',
  base: 'xen',
  caughtBy: ['GIC-LR-009'],
  override(xen) {
    overrideMethod(
      operationsOf(xen),
      'writeLr',
      (original) => (vcpu, lr, intid, state, priority, hw) => {
        original(vcpu, lr, intid, state, priority, hw);
        if (hw !== 0) xen.hardware[vcpu].listRegisters.physical[lr] = intid - 32;
      },
    );
  },
});
