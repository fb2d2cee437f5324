import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { isCarried } from '../../lists/carried';
import { isAtEntry, registerOf } from '../../lists/record';

export default requirement({
  id: 'GIC-LR-020',
  title:
    'A list register is given to another interrupt only once the state of the one it held is folded: nothing of it is lost',
  source: 'derived; IHI 0048 GICH_ELRSR, IHI 0069 ICH_ELRSR_EL2',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }, account) {
    if (!isAtEntry(record)) return Verdict.NotConcerned;
    const before = account.recordsBefore[record.vcpu];
    let verdict: Verdict = Verdict.NotConcerned;
    for (let n = 0; n < before.shown; n++) {
      if (before.registerState(n) === 0 || record.registerState(n) === 0) continue;
      const intid = before.registerIntid(n);
      if (record.registerIntid(n) === intid) continue;
      // One that has moved to another list register is there: GIC-LR-017 judges its state.
      if (registerOf(record, intid) >= 0) continue;
      const carried = isCarried(account, record, intid);
      if (carried === Verdict.Broken) return carried;
      if (carried === Verdict.Held) verdict = carried;
    }
    return verdict;
  },
});
