import { namedGroup } from '../../active-priorities';
import { Lens } from '../../account/moment';
import { ACKNOWLEDGES, HPPIR_READS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { acknowledgeVerdict, highestPendingVerdict } from '../../scenarios';

export default requirement({
  id: 'GIC-CPU-048',
  title: 'The aliased registers AIAR and AHPPIR show Group 1 only',
  source: 'GICC_AIAR, GICC_AHPPIR, GICV_AIAR, GICV_AHPPIR (H)',
  applies: { gic: [2], groups: true },
  strength: 'after-barrier',
  on: [...ACKNOWLEDGES, ...HPPIR_READS],
  check(m, account) {
    if (m.lens !== Lens.Group1) return Verdict.NotConcerned;
    if (namedGroup(account, m) === 0) return Verdict.Broken;
    const e = account.evaluate(m.vcpu, m.interface);
    if (e.uncertain || e.best === 256) return Verdict.NotConcerned;
    if (m.isAcknowledge) return acknowledgeVerdict(account, m);
    return e.groupOff ? Verdict.NotConcerned : highestPendingVerdict(account, m);
  },
});
