import { ACTIVE_READS, ENABLE_READS, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { fixedEnables, stateOf } from '../../scenarios';

const enables = new Set(ENABLE_READS);

export default requirement({
  id: 'GIC-LC-014',
  title: 'SGIs and PPIs have state of their own in each PE',
  source: 'IHI 0048 3.1.2 interrupt banking, IHI 0069 GICR_ISENABLER0, GICR_ISPENDR0 (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...ACTIVE_READS, ...ENABLE_READS],
  check(m, account) {
    const i = account.interrupts;
    if (m.word < 0 || m.word >= i.vcpus) return Verdict.NotConcerned;
    const own = stateOf(account, m.register, m.word);
    // Bits in which some other PE differs.
    let concerned = 0;
    for (let v = 0; v < i.vcpus; v++) concerned |= own ^ stateOf(account, m.register, v);
    if (concerned === 0) return Verdict.NotConcerned;
    if (enables.has(m.register)) concerned &= ~fixedEnables(account, m.word);
    return bitsAre(m.low, own, concerned & ~i.unknown[m.word]);
  },
});
