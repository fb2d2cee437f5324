import { mpuP2mTypes } from '../../../models/contract/mpu-script';
import { holds, Verdict } from '../../requirement';
import { isWithin } from '../arrangement';
import { onHypervisor } from '../requirement';
import { isEmpty, meet, spanOf } from '../script-account';

export default onHypervisor({
  id: 'MPU-P-025',
  title:
    'What a domain may do with a range is found where one of its regions has all of the range, and ' +
    'not across two that are adjacent',
  source: 'digest 3.2: p2m_get_region',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'p2m-lookup' || shown.result === 'skipped') return Verdict.NotConcerned;
    const span = spanOf(step);
    if (isEmpty(span)) return Verdict.NotConcerned;
    const near = account.arrangement
      .p2m(account.layout, step.domain)
      .filter(([, region]) => meet(region, span));
    // Where regions overlap, which of them is found depends on their order.
    const [first] = near;
    const isOne = near.length === 1 && isWithin(span, first[1]);
    if (!isOne) {
      return near.some(([, region]) => isWithin(span, region))
        ? Verdict.NotConcerned
        : holds(shown.result === 'ENOENT');
    }
    return holds(shown.result === 'ok' && shown.low === mpuP2mTypes.indexOf(first[0]));
  },
});
