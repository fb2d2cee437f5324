import { onStages } from '../probe';
import { Sctlr } from '../registers';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-006',
  title: 'SCTLR_EL2.BR does nothing for accesses of EL1 and EL0 that the EL2 MPU checks',
  source: 'DDI 0568, DDI 0600 HSCTLR.BR, SCTLR_EL2.BR (C)',
  formats: [32, 64],
  check: (m, account) =>
    onStages(
      m,
      account,
      ({ stage, finds, mpu }) => stage === 2 && finds === 'nothing' && (mpu.sctlr & Sctlr.BR) !== 0,
    ),
});
