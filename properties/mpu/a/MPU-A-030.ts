import { MpuRegister } from '../../../models/contract/mpu-registers';
import { holdsAtStake, Verdict } from '../../requirement';
import { mayChangeEl1 } from '../el1-switch';
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
  check(m, account) {
    const { running, el1 } = account;
    const guest = running && account.guest(running);
    if (!guest || guest.unknown || !guest.hasWritten) return Verdict.NotConcerned;
    const isAtStake = mayChangeEl1(m, account);
    // With VMSA the other registers do nothing.
    if (!account.runsPmsa) {
      return holdsAtStake(guest.hasControls(el1, [SCTLR_EL1, MAIR_EL1]), isAtStake);
    }
    const controls = [PRSELR_EL1, SCTLR_EL1, MAIR_EL1];
    return holdsAtStake(guest.hasControls(el1, controls) && guest.hasRegions(el1), isAtStake);
  },
});
