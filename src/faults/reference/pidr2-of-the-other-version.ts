import { Register } from '../../../models/architecture/registers';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'pidr2-of-the-other-version',
  title: 'PIDR2 shows the architecture revision of the other GIC version.',
  caughtBy: ['GIC-DIST-006'],
  override(gic) {
    overrideMethod(gic, 'read', (original) => (vcpu, register, index, size, aux) => {
      const value = original(vcpu, register, index, size, aux);
      const isPidr2 = register === Register.GICD_ICPIDR2 || register === Register.GICD_PIDR2;
      return isPidr2 ? value ^ 0x10 : value;
    });
  },
});
