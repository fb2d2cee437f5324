import { Hcr } from '../../../models/architecture';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'tdir-ignored',
  title: 'ICH_HCR_EL2.TDIR does not trap DIR, though VTR.TDS says so.',
  caughtBy: ['GIC-HCR-010'],
  override(gic) {
    for (const virtual of gic.virtual) {
      overrideMethod(virtual, 'traps', (original) => (bits) => original(bits & ~Hcr.Tdir));
    }
  },
});
