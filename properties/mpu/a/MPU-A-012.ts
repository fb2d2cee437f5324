import { atStake, Verdict } from '../../requirement';
import { isAsReset, isDistinct, regionRead, showsWritten } from '../reading';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-012',
  title:
    '(H)PRBAR<n> and (H)PRLAR<n> are those of region n, up to 31; (H)PRBAR and (H)PRLAR those of region ' +
    '(H)PRSELR',
  source: 'DDI 0568 HPRSELR, HPRBAR<n>, HPRLAR<n>, PRSELR, PRBAR<n>, PRLAR<n> (H)',
  formats: [32],
  check(m, account) {
    const read = regionRead(m, account);
    if (!read || read.region === 0 || isAsReset(m, account)) {
      return Verdict.NotConcerned;
    }
    // Otherwise it does not show which region it is of.
    return atStake(showsWritten(m, account), isDistinct(m, read.mpu, read.region));
  },
});
