import { holds, Verdict } from '../../requirement';
import { isAt } from '../boot-regions';
import { isRegionWrite } from '../replay';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-007',
  title:
    'What the assembly programmed stays where it is, index and range, after every later write, ' +
    'but for the boundaries that the end of booting moves and for what a step asks to unmap',
  source: 'A requirement of its own: fixed assembly regions. The moves are those of digest 2.5',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'access',
  check({ step, access }, account) {
    const { el2, fixed } = account;
    if (!isRegionWrite(access) || fixed.all().length === 0) return Verdict.NotConcerned;
    return holds(
      fixed.all().every((region) => {
        const now = el2.region(region.index);
        if (isAt(now, region) || fixed.asks(step, region, account)) return true;
        const to = step.step === 'boot' ? fixed.moved(step.phase, region) : undefined;
        // What loses all of its range is disabled.
        return to !== undefined && (isAt(now, to) || (to.limit < to.base && !now.enabled));
      }),
    );
  },
});
