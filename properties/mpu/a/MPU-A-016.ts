import { Verdict } from '../../requirement';
import { defaultKey, isProbe, stageShows, viewOf } from '../probe';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-016',
  title:
    'With the MPU off the default map decides: it allows what it was seen to allow elsewhere in the ' +
    'program, whatever the regions are',
  source: 'DDI 0568, DDI 0600 SCTLR.M (C)',
  formats: [32, 64],
  check(m, account) {
    if (!isProbe(m, account)) return Verdict.NotConcerned;
    if (viewOf(account, m).stage1.finds !== 'default') return Verdict.NotConcerned;
    const allowed = account.defaultMap.get(defaultKey(m));
    return allowed === undefined ? Verdict.NotConcerned : stageShows(m, 1, allowed);
  },
});
