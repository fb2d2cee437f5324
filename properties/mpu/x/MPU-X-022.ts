import { holds, Verdict } from '../../requirement';
import { isSameTable } from '../table';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-022',
  title: 'Mapping and unmapping, properly nested, bring back the table as it was',
  source: 'digest 2.4',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    const { step, shown } = m;
    if (step.step === 'copy-from-paddr') {
      if (shown.result !== 'ok') return Verdict.NotConcerned;
      return holds(isSameTable(account.tableBefore, shown.table));
    }
    const pair = account.nesting.closes(account);
    if (!pair || shown.result === 'skipped') return Verdict.NotConcerned;
    return holds(shown.result === 'ok' && isSameTable(pair.before, shown.table));
  },
});
