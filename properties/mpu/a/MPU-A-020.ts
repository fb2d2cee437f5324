import { MpuLevel } from '../../../models/contract/mpu-encoded';
import { holds, Verdict } from '../../requirement';
import { first, isProbe, shownBy, stageShows } from '../probe';
import { Hcr, MSA } from '../registers';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-020',
  title:
    'VTCR_EL2.MSA selects the memory system of EL1: the regions of the EL1 MPU deny accesses with 0, and ' +
    'none with 1. Which of the two there are: MPU-X-060',
  source: 'DDI 0600 VTCR_EL2.MSA (H)',
  formats: [64],
  check(m, account) {
    const { machine, hcr, vtcr, el1 } = account;
    if (!machine.vmsa || !isProbe(m, account) || m.level === MpuLevel.El2) {
      return Verdict.NotConcerned;
    }
    const stage1 = first(el1, m, m.level === MpuLevel.El1, (hcr & Hcr.DC) !== 0);
    if (stage1.allows !== false) return Verdict.NotConcerned;
    if ((vtcr & MSA) === 0) return stageShows(m, 1, false);
    return holds(shownBy(m) !== 'fault-1');
  },
});
