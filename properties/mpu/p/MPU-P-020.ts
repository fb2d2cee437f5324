import { holds, Verdict } from '../../requirement';
import { isSpan } from '../arrangement';
import { isInHardware, isSameTable, overlapping } from '../table';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-P-020',
  title:
    'While a guest runs the enabled regions are those that Xen has always and those of the ' +
    'domain, while none runs those that Xen has always and the switching ones; they are disjoint ' +
    'and the hardware has that many',
  source: 'digest 3.2',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, account) {
    if (shown.result !== 'ok') return Verdict.NotConcerned;
    const { layout, arrangement, el2 } = account;
    const { idle } = arrangement;
    const enabled = el2.enabled();
    const agrees =
      enabled.length === shown.table.length &&
      shown.table.every((entry) => isInHardware(entry, el2)) &&
      overlapping(el2).length === 0;
    if (step.step === 'idle') return holds(agrees && isSameTable(idle, shown.table));
    if (step.step !== 'switch') return Verdict.NotConcerned;
    const gone = arrangement.switching;
    const stays = idle.filter((entry) => !gone.includes(entry));
    const spans = arrangement.p2m(layout, step.domain).map(([, span]) => span);
    const arePlaced = stays.every((entry) => isInHardware(entry, el2));
    const own = enabled.filter(({ index }) => !stays.some((entry) => entry.index === index));
    const isComplete =
      own.length === spans.length && spans.every((span) => own.some((one) => isSpan(one, span)));
    return holds(agrees && arePlaced && isComplete);
  },
});
