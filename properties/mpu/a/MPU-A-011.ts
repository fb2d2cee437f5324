import { atStake, Verdict } from '../../requirement';
import { isAsReset, isDistinct, regionRead, showsWritten } from '../reading';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-011',
  title:
    'PRBAR and PRLAR are those of region PRSELR; PRBAR<n> and PRLAR<n>, n = 1 to 15, those of region ' +
    '(PRSELR & 0xf0) + n',
  source: 'DDI 0600 PRSELR_ELx, PRBAR<n>_ELx, PRLAR<n>_ELx (H)',
  formats: [64],
  check(m, account) {
    const read = regionRead(m, account);
    // Region 0 is what PRBAR shows whether or not PRSELR works.
    if (!read || read.region === 0 || isAsReset(m, account)) {
      return Verdict.NotConcerned;
    }
    // Otherwise it does not show which region it is of.
    return atStake(showsWritten(m, account), isDistinct(m, read.mpu, read.region));
  },
});
