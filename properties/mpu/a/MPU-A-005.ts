import { atStake, Verdict } from '../../requirement';
import { defaultKey, isProbe, onStages, stageShows, viewOf } from '../probe';
import { Sctlr } from '../registers';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-005',
  title:
    'An access that matches no region faults, but for the level that owns the MPU with SCTLR.BR = 1: ' +
    'the default map, which allows what it was seen to allow elsewhere in the program',
  source: 'DDI 0568, DDI 0600 SCTLR.BR (C)',
  formats: [32, 64],
  check(m, account) {
    if (!isProbe(m, account)) return Verdict.NotConcerned;
    if (viewOf(account, m).stage1.finds === 'background') {
      const allowed = account.defaultMap.get(defaultKey(m));
      if (allowed === undefined) return Verdict.NotConcerned;
      // What the default map denies is denied without it, too.
      return atStake(stageShows(m, 1, allowed), allowed);
    }
    return onStages(
      m,
      account,
      ({ finds, stage, mpu }) =>
        finds === 'nothing' && (stage === 1 || (mpu.sctlr & Sctlr.BR) === 0),
    );
  },
});
