import { Register } from '../../../models/architecture/registers';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'byte-write-replaces-word',
  title: 'A byte write of GICD_IPRIORITYR clears the other priorities of the word.',
  caughtBy: ['GIC-DIST-001', 'GIC-DIST-040', 'GIC-INV-012'],
  override(gic) {
    const { GICD_IPRIORITYR } = Register;
    overrideMethod(gic, 'write', (original) => (vcpu, register, index, size, low, high, aux) => {
      if (register !== GICD_IPRIORITYR || size !== 1) {
        original(vcpu, register, index, size, low, high, aux);
      } else {
        original(vcpu, register, index >> 2, 4, low << (8 * (index & 3)), 0, aux);
      }
    });
  },
});
