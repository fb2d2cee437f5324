import { MpuLevel } from '../../../models/contract/mpu-encoded';
import { holds, holdsAtStake, Verdict } from '../../requirement';
import { isProbe, second, shownBy, viewOf } from '../probe';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-019',
  title:
    'Accesses of EL1 and EL0 need the permission of the EL1 MPU and then, with stage 2 on, that of the ' +
    'EL2 MPU at the same address; who denies it first takes the fault',
  source: 'DDI 0568, DDI 0600: two stages (H)',
  formats: [32, 64],
  check(m, account) {
    if (!isProbe(m, account) || m.level === MpuLevel.El2) return Verdict.NotConcerned;
    const { stage1, stage2, expected } = viewOf(account, m);
    if (!stage2) {
      return second(account.el2, m).allows ? Verdict.NotConcerned : holds(shownBy(m) !== 'fault-2');
    }
    // What both allow, each of them alone would allow.
    if (expected !== undefined) {
      return holdsAtStake(shownBy(m) === expected, expected !== 'allowed');
    }
    // The default map decides in stage 1.
    if (stage1.finds !== 'default' && stage1.finds !== 'background') return Verdict.NotConcerned;
    const isHeld = shownBy(m) !== (stage2.allows ? 'fault-2' : 'allowed');
    return holdsAtStake(isHeld, !stage2.allows);
  },
});
