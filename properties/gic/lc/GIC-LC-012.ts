import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';
import { takenElsewhere } from '../../scenarios';

export default requirement({
  id: 'GIC-LC-012',
  title: 'An SPI that targets several PEs is acknowledged by exactly one of them',
  source: 'IHI 0048 1.4.3 1-N model, GICD_ITARGETSR (H)',
  applies: { gic: [2] },
  strength: 'after-barrier',
  on: CPU_ACKNOWLEDGES,
  check(m, account) {
    const i = account.interrupts;
    const n = m.instance;
    if (n >= 0 && i.has(Mark.SharedTaken, n) && i.isActive(n)) {
      const unknown = (i.unknown[n >> 5] >>> (n & 31)) & 1;
      return unknown ? Verdict.NotConcerned : Verdict.Broken;
    }
    if (!takenElsewhere(account, m.vcpu)) return Verdict.NotConcerned;
    const e = account.evaluate(m.vcpu, 0);
    // Nothing else to take: the PE that came second reads 1023.
    if (e.uncertain || e.best !== 256) return Verdict.NotConcerned;
    return holds(m.acknowledged === 1023);
  },
});
