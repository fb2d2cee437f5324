import { MpuRegister } from '../../../models/contract/mpu-registers';
import { holds, Verdict } from '../../requirement';
import { onHypervisor } from '../requirement';

const { PRSELR_EL1, SCTLR_EL1, MAIR_EL1 } = MpuRegister;

export default onHypervisor({
  id: 'MPU-A-030',
  title:
    'While a vCPU runs, the registers of EL1 have what it wrote to them: PRBAR and PRLAR of every ' +
    'region, PRSELR, MAIR, and M, BR and WXN of SCTLR',
  source: 'DDI 0600: the EL1 MPU (H)',
  formats: [32, 64],
  designs: ['upstream', '2023'],
  on: 'step',
  check(_m, account) {
    const { running, el1 } = account;
    const guest = running && account.guest(running);
    if (!guest || guest.unknown || !guest.hasWritten) return Verdict.NotConcerned;
    // With VMSA the other registers do nothing.
    if (!account.runsPmsa) return holds(guest.hasControls(el1, [SCTLR_EL1, MAIR_EL1]));
    const controls = [PRSELR_EL1, SCTLR_EL1, MAIR_EL1];
    return holds(guest.hasControls(el1, controls) && guest.hasRegions(el1));
  },
});
