import { namedGroup, visibleGroups } from '../../active-priorities';
import { ACKNOWLEDGES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-CPU-024',
  title:
    'IAR0 returns only Group 0 and IAR1 only Group 1; if the highest pending is of the other group they return 1023',
  source: 'ICC_IAR0_EL1, ICC_IAR1_EL1, ICV_IAR0_EL1, ICV_IAR1_EL1 (H)',
  applies: { gic: [3], groups: true },
  strength: 'after-barrier',
  on: ACKNOWLEDGES,
  check(m, account) {
    if (m.special && m.acknowledged !== 1023) return Verdict.Broken;
    const visible = visibleGroups(account, m);
    const group = namedGroup(account, m);
    if (group >= 0 && (visible & (1 << group)) === 0) return Verdict.Broken;
    const e = account.evaluate(m.vcpu, m.interface);
    if (e.uncertain || e.best === 256) return Verdict.NotConcerned;
    if ((visible === 1 ? e.best0 : e.best1) || !(e.signal0 || e.signal1)) {
      return Verdict.NotConcerned;
    }
    return holds(m.acknowledged === 1023);
  },
});
