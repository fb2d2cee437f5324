import { MpuOutcome } from '../../../models/contract/mpu-encoded';
import { holds, Verdict } from '../../requirement';
import { isProbe, viewOf } from '../probe';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-018',
  title: 'The memory type of an access is the byte of MAIR that AttrIndx of its region selects',
  source: 'DDI 0568 MAIR0, MAIR1, HMAIR0, HMAIR1; DDI 0600 MAIR_ELx (H)',
  formats: [32, 64],
  check(m, account) {
    if (!isProbe(m, account) || m.outcome !== MpuOutcome.Allowed) return Verdict.NotConcerned;
    const { stage1, stage2 } = viewOf(account, m);
    // What two stages make of two types: MPU-A-023.
    if (stage2 || stage1.finds !== 'region') return Verdict.NotConcerned;
    const { mpu, matching } = stage1;
    const { mairLow, mairHigh } = mpu;
    const type = mpu.memoryType(matching[0].attribute);
    const same = Math.imul(type, 0x01010101);
    if (mairLow === same && mairHigh === same) return Verdict.NotConcerned;
    return holds((m.shownLow & 0xff) === type);
  },
});
