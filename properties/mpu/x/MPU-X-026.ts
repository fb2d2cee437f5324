import { holdsAtStake, Verdict } from '../../requirement';
import { PRENR_REGIONS } from '../registers';
import { isAlways } from '../replay';
import { added } from '../table';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-026',
  title:
    'A region that leaves the table is disabled in the hardware, by PRENR or, from index 32 on, ' +
    'by its own registers; until it is, its range does not change',
  source: 'digest 2.4: disable_mpu_region_from_index',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ shown }, account) {
    const gone = added(shown.table, account.tableBefore);
    if (gone.length === 0) return Verdict.NotConcerned;
    const isKept = isAlways(shown, account, (el2) =>
      gone.every(({ index, base, limit }) => {
        const region = el2.region(index);
        return !region.enabled || (region.base === base && region.limit === limit);
      }),
    );
    const isDisabled = !gone.some(({ index }) => account.el2.isEnabled(index));
    // The others are all disabled in the same way.
    const isTelling = gone.some(({ index }) => index === 0 || index >= PRENR_REGIONS);
    return holdsAtStake(isKept && isDisabled, isTelling);
  },
});
