import { MpuRegister } from '../../../models/contract/mpu-registers';
import { atStake, Verdict } from '../../requirement';
import { isRead, shows } from '../reading';
import { onProcessor } from '../requirement';

/** The lower half of a VMID of 16 bits, all of one of 8. */
const VMID = 0xff << 16;

export default onProcessor({
  id: 'MPU-A-021',
  title: 'The VMID is kept in VSCTLR_EL2 [63:48], in PMSAv8-32 in VSCTLR [23:16]',
  source: 'DDI 0568 VSCTLR; DDI 0600 VSCTLR_EL2 (H)',
  formats: [32, 64],
  check(m, account) {
    if (m.register !== MpuRegister.VSCTLR_EL2 || !isRead(m, account)) return Verdict.NotConcerned;
    const { vsctlrLow, vsctlrHigh, machine } = account;
    // A VMID of 0 may be read where there is none.
    return machine.format === 32
      ? atStake(shows(m, vsctlrLow, 0, VMID, 0), (vsctlrLow & VMID) !== 0)
      : atStake(shows(m, 0, vsctlrHigh, 0, VMID), (vsctlrHigh & VMID) !== 0);
  },
});
