import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { holds, requirement } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-014',
  title: 'GICD_TYPER gives the implemented INTIDs in [4:0] and the number of PEs less one in [7:5]',
  source: 'IHI 0048 4.3.2 GICD_TYPER (H)',
  applies: { gic: [2] },
  strength: 'between-barriers',
  on: reading(Register.GICD_TYPER),
  check(m, account) {
    const i = account.interrupts;
    // Words of 32 INTIDs are one private word and the words of the SPIs.
    return holds((m.low & 31) === i.words - i.vcpus && ((m.low >>> 5) & 7) === i.vcpus - 1);
  },
});
