import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { isCarried } from '../../lists/carried';
import { isAtEntry, registerOf } from '../../lists/record';

export default requirement({
  id: 'GIC-LR-021',
  title:
    'What is evicted from the list registers is carried back: a request stays a request, and what is active stays active',
  source: 'derived; GIC-LR-017, GIC-HCR-019',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }, account) {
    if (!isAtEntry(record)) return Verdict.NotConcerned;
    const before = account.recordsBefore[record.vcpu];
    let verdict: Verdict = Verdict.NotConcerned;
    for (let n = 0; n < before.shown; n++) {
      if (before.registerState(n) === 0) continue;
      const intid = before.registerIntid(n);
      if (record.registerIntid(n) === intid && record.registerState(n) !== 0) continue;
      if (registerOf(record, intid) >= 0) continue;
      const carried = isCarried(account, record, intid);
      if (carried === Verdict.Broken) return carried;
      if (carried === Verdict.Held) verdict = carried;
    }
    return verdict;
  },
});
