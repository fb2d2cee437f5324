import { MpuRegister } from '../../../models/contract/mpu-registers';
import { Verdict } from '../../requirement';
import { isRead, shows } from '../reading';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-009',
  title: 'HMPUIR [7:0] is the number of regions of EL2, MPUIR [15:8] that of EL1',
  source: 'DDI 0568 HMPUIR.REGION, MPUIR.DREGION (H)',
  formats: [32],
  check(m, account) {
    if (!isRead(m, account)) return Verdict.NotConcerned;
    if (m.register === MpuRegister.MPUIR_EL2) return shows(m, account.el2.count, 0, 0xff, 0);
    if (m.register !== MpuRegister.MPUIR_EL1) return Verdict.NotConcerned;
    return shows(m, account.el1.count << 8, 0, 0xff00, 0);
  },
});
