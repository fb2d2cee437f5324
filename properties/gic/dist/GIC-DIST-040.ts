import { PRIORITY_READS } from '../../events';
import { requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-040',
  title:
    'IPRIORITYR keeps the implemented high-order bits of each priority; the low-order bits are RAZ/WI',
  source: 'IHI 0048 4.3.11 GICD_IPRIORITYR; IHI 0069 GICD_IPRIORITYR<n> (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: PRIORITY_READS,
  check(m, account) {
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const known = i.implemented[m.word] & ~i.priorityUnknown[m.word];
    const first = (m.size === 1 ? m.index : m.index * 4) & 31;
    let exercised = false;
    for (let n = 0; n < m.size; n++) {
      if (((known >>> (first + n)) & 1) === 0) continue;
      exercised = true;
      const read = (m.low >>> (8 * n)) & 0xff;
      if (read !== i.priority[m.word * 32 + first + n]) return Verdict.Broken;
    }
    return exercised ? Verdict.Held : Verdict.NotConcerned;
  },
});
