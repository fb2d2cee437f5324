import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { bitsAre, requirement } from '../../requirement';

const ARE = 1 << 4;
const DS = 1 << 6;

export default requirement({
  id: 'GIC-DIST-011',
  title:
    'GICD_CTLR has the group enables in bits 0 and 1 and ARE in bit 4, in the view that DS tells',
  source: 'IHI 0069 GICD_CTLR (H)',
  applies: { gic: [3] },
  strength: 'after-barrier',
  on: reading(Register.GICD_CTLR),
  check(m, account) {
    // With DS = 1 both groups are visible; the Non-secure view has EnableGrp1A in bit 1 (DIV-20).
    const groups = (m.low & DS) !== 0 ? 3 : 2;
    const expected = account.distributorGroups | ARE;
    return bitsAre(m.low, expected, groups | (account.distributorControl & ARE));
  },
});
