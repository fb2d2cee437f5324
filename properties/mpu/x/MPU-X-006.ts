import { holdsAtStake, Verdict } from '../../requirement';
import { bootRegions, granulesOf } from '../boot-regions';
import { GRANULE } from '../registers';
import { overlapping } from '../table';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-006',
  title:
    'The regions of the assembly have the ranges that they map in whole granules: the base ' +
    'rounded down, the limit up; none of them meets its neighbour by that',
  source: 'digest 2.2: mpu/regions.inc: prepare_xen_region',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'boot' || step.phase !== 'assembly' || shown.result !== 'ok')
      return Verdict.NotConcerned;
    const { el2, layout } = account;
    const isRounded = bootRegions(layout).every(({ span }, index) => {
      const { base, limit } = granulesOf(span);
      const region = el2.region(index);
      return region.base === base && region.limit === limit;
    });
    const isHeld = isRounded && overlapping(el2).length === 0;
    const isRough = bootRegions(layout).some(
      ({ span: { start, end } }) => start % GRANULE !== 0 || end % GRANULE !== 0,
    );
    // Nothing has to be rounded.
    return holdsAtStake(isHeld, isRough);
  },
});
