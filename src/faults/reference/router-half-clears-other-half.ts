import { Register } from '../../../models/architecture/registers';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'router-half-clears-other-half',
  title: 'A 32-bit write of the upper half of GICD_IROUTER clears the lower half.',
  caughtBy: ['GIC-DIST-002'],
  override(gic) {
    overrideMethod(gic, 'write', (original) => (vcpu, register, index, size, low, high, aux) => {
      if (register === Register.GICD_IROUTER && size === 4 && aux === 1) {
        original(vcpu, register, index, 8, 0, low, 0);
      } else {
        original(vcpu, register, index, size, low, high, aux);
      }
    });
  },
});
