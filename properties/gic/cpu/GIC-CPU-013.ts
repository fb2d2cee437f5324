import { APR_READS, prioritiesOf, prioritiesVerdict } from '../../active-priorities';
import { ACKNOWLEDGES } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { acknowledgeVerdict } from '../../scenarios';

export default requirement({
  id: 'GIC-CPU-013',
  title:
    'Changing a binary point while priorities are active rewrites no active-priority bit; new candidates use the new split',
  source: 'GICC_BPR, GICV_BPR, ICC_BPR0_EL1, ICC_BPR1_EL1, ICV_BPR0_EL1, ICV_BPR1_EL1 (C)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...APR_READS, ...ACKNOWLEDGES],
  check(m, account) {
    if (!prioritiesOf(account, m).bprChangedWhileActive) return Verdict.NotConcerned;
    if (!m.isAcknowledge) return prioritiesVerdict(account, m);
    if (account.evaluate(m.vcpu, m.interface).best === 256) return Verdict.NotConcerned;
    return acknowledgeVerdict(account, m);
  },
});
