import { MpuOutcome, MpuStepKind } from '../../../models/contract/mpu-encoded';
import { holds, Verdict } from '../../requirement';
import { viewOf } from '../probe';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-004',
  title: 'An access that matches two or more enabled regions of an MPU faults there',
  source: 'DDI 0568, DDI 0600: no priority between regions (H)',
  formats: [32, 64],
  check(m, account) {
    if (m.kind !== MpuStepKind.Probe || !account.settled) return Verdict.NotConcerned;
    const { stage1, stage2 } = viewOf(account, m);
    if (stage1.finds === 'several') {
      return holds(m.outcome === MpuOutcome.Fault && m.shownLow === 1);
    }
    if (stage2?.finds !== 'several' || stage1.allows !== true) return Verdict.NotConcerned;
    return holds(m.outcome === MpuOutcome.Fault && m.shownLow === 2);
  },
});
