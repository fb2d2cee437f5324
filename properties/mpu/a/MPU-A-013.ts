import { MPU_REGISTERS, MpuRegister } from '../../../models/contract/mpu-registers';
import { atStake, Verdict } from '../../requirement';
import { onStages, turnsOn } from '../probe';
import { isRead, regionRead, shows, showsWritten } from '../reading';
import { covers, PRENR_REGIONS } from '../registers';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-013',
  title: 'Bit n of PRENR is EN of region n, for n below 32; other regions have no bit there',
  source: 'DDI 0568 HPRENR (EL1 has none); DDI 0600 PRENR_ELx (H)',
  formats: [32, 64],
  check(m, account) {
    const own = m.register % MPU_REGISTERS;
    if (isRead(m, account) && own === MpuRegister.PRENR_EL1) {
      const mpu = account.mpuOf(m.register);
      if (!mpu || mpu.count === 0) return Verdict.NotConcerned;
      const wasSet = mpu.written.subarray(0, PRENR_REGIONS).some((written) => written !== 0);
      return atStake(showsWritten(m, account), wasSet);
    }
    const read = own === MpuRegister.PRLAR_EL1 ? regionRead(m, account) : undefined;
    if (read) {
      const { mpu, region } = read;
      if (mpu.byPrenr[region] === 0 || mpu.written[region] === 0) return Verdict.NotConcerned;
      return shows(m, mpu.isEnabled(region) ? 1 : 0, 0, 1, 0);
    }
    // The last that was said of these regions' EN is what PRENR said, or did not say.
    return onStages(m, account, (view) =>
      [...view.mpu.enabled(), ...view.mpu.disabled()].some(
        (region) =>
          view.mpu.byPrenr[region.index] !== 0 &&
          covers(region, m.address) &&
          turnsOn(view, m, region),
      ),
    );
  },
});
