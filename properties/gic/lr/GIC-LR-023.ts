import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-LR-023',
  title:
    'A level interrupt with HW=1 whose line is still high at the virtual deactivation is pending again without a further step',
  source: 'IHI 0048 GICH_LRn.HW; IHI 0069 ICH_LR<n>_EL2.HW (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    if (m.isAcknowledge) return takesMarked(account, m, Mark.HighAtVirtualDeactivation);
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const concerned = i.marked(Mark.HighAtVirtualDeactivation, m.word) & ~i.unknown[m.word];
    return bitsAre(m.low, -1, concerned);
  },
});
