import { MPU_REGISTERS, MpuRegister } from '../../../models/contract/mpu-registers';
import { Verdict } from '../../requirement';
import { isRead, shows } from '../reading';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-008',
  title: 'MPUIR_ELx [7:0] is the number of regions that the MPU of that level has',
  source: 'DDI 0600 MPUIR_EL1, MPUIR_EL2 (H)',
  formats: [64],
  check(m, account) {
    const mpu = account.mpuOf(m.register);
    const isMpuir = m.register % MPU_REGISTERS === MpuRegister.MPUIR_EL1;
    if (!isRead(m, account) || !mpu || !isMpuir) return Verdict.NotConcerned;
    return shows(m, mpu.count, 0, 0xff, 0);
  },
});
