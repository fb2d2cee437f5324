import { Hcr } from '../../../models/architecture';
import { fault, overrideMethod } from '../fault';

/** The traps of the registers of one group. */
const TALL = Hcr.Tall0 | Hcr.Tall1;

export default fault({
  id: 'tall0-traps-both-groups',
  title: 'ICH_HCR_EL2.TALL0 and TALL1 both trap the registers of either group.',
  caughtBy: ['GIC-HCR-010'],
  override(gic) {
    for (const virtual of gic.virtual) {
      overrideMethod(virtual, 'traps', (original) => (bits) => {
        return original((bits & TALL) !== 0 ? bits | TALL : bits);
      });
    }
  },
});
