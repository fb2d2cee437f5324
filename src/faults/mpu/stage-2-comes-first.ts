import { faultOf, Hcr, NONE, stageOf } from '../../../models/pmsav8';
import { MpuLevel, MpuStatus } from '../../../models/contract/mpu-encoded';
import { overrideMethod } from '../fault';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-stage-2-comes-first',
  title: 'Where both stages have no region, the fault is that of stage 2.',
  caughtBy: ['MPU-A-019'],
  override(system) {
    overrideMethod(system, 'probe', (original) => (address, level, access) => {
      const found = original(address, level, access);
      const isBoth =
        found < 0 &&
        stageOf(found) === 1 &&
        level !== MpuLevel.El2 &&
        (system.hcr & (Hcr.VM | Hcr.DC)) !== 0 &&
        system.el2.match(address) === NONE;
      return isBoth ? faultOf(2, MpuStatus.Translation) : found;
    });
  },
});
