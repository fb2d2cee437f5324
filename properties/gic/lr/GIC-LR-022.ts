import { LR_PENDING } from '../../account/list-registers';
import { Mark } from '../../account/marks';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { isCertain } from '../../lists/carried';
import { isAtEntry, registerOf } from '../../lists/record';

export default requirement({
  id: 'GIC-LR-022',
  title:
    'A level interrupt with HW=0 that is pending in a list register is withdrawn at the next entry after its line fell',
  source: 'derived from GIC-INV-011; IHI 0048 GICH_LRn.EOI, IHI 0069 ICH_LR<n>_EL2.EOI',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }, account) {
    const i = account.interrupts;
    if (i.given[Mark.LineFell] === 0 || !isAtEntry(record)) return Verdict.NotConcerned;
    const before = account.recordsBefore[record.vcpu];
    let verdict: Verdict = Verdict.NotConcerned;
    for (let n = 0; n < before.shown; n++) {
      if (before.registerHw(n) !== 0 || (before.registerState(n) & LR_PENDING) === 0) continue;
      const intid = before.registerIntid(n);
      const instance = i.instance(intid, record.vcpu);
      if (!isCertain(account, instance) || i.isPending(instance)) continue;
      if (!i.has(Mark.LineFell, instance)) continue;
      const register = registerOf(record, intid);
      if (register >= 0 && (record.registerState(register) & LR_PENDING) !== 0) {
        return Verdict.Broken;
      }
      verdict = Verdict.Held;
    }
    return verdict;
  },
});
