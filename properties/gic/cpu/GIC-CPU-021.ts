import { namedGroupPriority } from '../../active-priorities';
import { ACKNOWLEDGES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-CPU-021',
  title:
    'An acknowledge before the EOI returns only an interrupt of strictly higher group priority',
  source: 'GICC_IAR, GICV_IAR, ICC_IAR0_EL1, ICC_IAR1_EL1, ICV_IAR0_EL1, ICV_IAR1_EL1 (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: ACKNOWLEDGES,
  check(m, account) {
    const iface = account.interface(m.vcpu, m.interface);
    if (!iface.known || !iface.anyActive()) return Verdict.NotConcerned;
    if (m.special) {
      const e = account.evaluate(m.vcpu, m.interface);
      return e.notPreempting && !e.uncertain ? Verdict.Held : Verdict.NotConcerned;
    }
    const priority = namedGroupPriority(account, m);
    return priority < 0 ? Verdict.NotConcerned : holds(priority < iface.running());
  },
});
