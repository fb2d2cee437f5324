import { NONE, Sctlr, stageOf } from '../../../models/pmsav8';
import { overrideMethod } from '../fault';
import { mpuFault, withoutStage2 } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-background-at-stage-2',
  title: 'The background region of EL2 is there for accesses of EL1 and EL0.',
  caughtBy: ['MPU-A-006'],
  override(system) {
    const { el2 } = system;
    overrideMethod(system, 'probe', (original) => (...access) => {
      const found = original(...access);
      const isBackground = found < 0 && stageOf(found) === 2 && (el2.sctlr & Sctlr.BR) !== 0;
      return isBackground && el2.match(access[0]) === NONE
        ? withoutStage2(system, () => original(...access))
        : found;
    });
  },
});
