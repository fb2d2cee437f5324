import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES } from '../../events';
import { requirement } from '../../requirement';
import { refusesIdle } from '../../scenarios';

export default requirement({
  id: 'GIC-INV-011',
  title:
    'A level interrupt whose line fell with the latch clear before it was acknowledged is not activated',
  source: 'derived from GIC-LC-003, GIC-LC-011; IHI 0048 3.2.2, IHI 0069 interrupt state machine',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: CPU_ACKNOWLEDGES,
  check(m, account) {
    return refusesIdle(account, m, Mark.LineFell);
  },
});
