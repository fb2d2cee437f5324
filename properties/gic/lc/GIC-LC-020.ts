import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { acknowledgeVerdict, takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-LC-020',
  title: 'A distributor write takes effect on forwarding in finite time',
  source: 'IHI 0048 4.3, IHI 0069 GICD_CTLR.RWP (C)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: CPU_ACKNOWLEDGES,
  check(m, account) {
    // What a write made deliverable is delivered; what a write withheld is not.
    if (m.instance >= 0 && account.interrupts.has(Mark.Written, m.instance)) {
      return acknowledgeVerdict(account, m);
    }
    return m.special ? takesMarked(account, m, Mark.Written) : Verdict.NotConcerned;
  },
});
