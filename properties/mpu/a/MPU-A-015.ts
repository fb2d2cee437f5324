import { holds, Verdict } from '../../requirement';
import { isProbe, lookUp, shownBy, viewOf } from '../probe';
import { isAsReset, isRead, showsWritten } from '../reading';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-015',
  title:
    'After DSB and ISB every register write before them is effective: reads and accesses follow it, and ' +
    'no longer what was there before',
  source: 'DDI 0600 C1.7 (H)',
  formats: [32, 64],
  check(m, account) {
    if (isProbe(m, account)) {
      const { expected } = viewOf(account, m);
      if (expected === undefined || lookUp(account.previous, m).expected === expected) {
        return Verdict.NotConcerned;
      }
      return holds(shownBy(m) === expected);
    }
    if (!isRead(m, account) || isAsReset(m, account)) return Verdict.NotConcerned;
    const [now, before] = [account.read(m), account.previous.read(m)];
    if (now?.low === before?.low && now?.high === before?.high) return Verdict.NotConcerned;
    return showsWritten(m, account);
  },
});
