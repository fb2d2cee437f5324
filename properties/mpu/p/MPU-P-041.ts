import { MpuRegister } from '../../../models/contract/mpu-registers';
import { holdsAtStake, Verdict } from '../../requirement';
import { changeOf } from '../el1-switch';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-P-041',
  title: 'A vCPU that runs again finds PRSELR_EL1 as it was when it ceased to run',
  source: 'digest 3.3',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check(m, account) {
    const { step, shown } = m;
    if (step.step !== 'switch' || !changeOf(m, account)) return Verdict.NotConcerned;
    const { left, unknown } = account.guest(step);
    if (!left || unknown || !account.runsPmsa || account.machine.el1Regions === 0) {
      return Verdict.NotConcerned;
    }
    const { selector } = left.mpu;
    // What nobody selected otherwise meanwhile is there by itself.
    const isAtStake =
      account.selectorBefore !== selector ||
      shown.accesses.some(
        (one) =>
          one.does === 'write' &&
          one.register === MpuRegister.PRSELR_EL1 &&
          (one.low & 0xff) !== selector,
      );
    return holdsAtStake(account.el1.selector === selector, isAtStake);
  },
});
