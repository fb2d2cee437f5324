import { atStake, Verdict } from '../../requirement';
import { defaultKey, isProbe, stageShows, viewOf, whileOn } from '../probe';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-016',
  title:
    'With the MPU off the default map decides: it allows what it was seen to allow elsewhere in the ' +
    'program, whatever the regions are; what memory that is is left open',
  source: 'DDI 0568, DDI 0600 SCTLR.M (C)',
  formats: [32, 64],
  check(m, account) {
    if (!isProbe(m, account)) return Verdict.NotConcerned;
    const { stage1 } = viewOf(account, m);
    if (stage1.finds !== 'default') return Verdict.NotConcerned;
    const allowed = account.defaultMap.get(defaultKey(m));
    if (allowed === undefined) return Verdict.NotConcerned;
    const byRegions = whileOn(stage1, m).allows;
    return atStake(stageShows(m, 1, allowed), byRegions !== undefined && byRegions !== allowed);
  },
});
