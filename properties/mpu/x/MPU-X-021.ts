import { holds, Verdict } from '../../requirement';
import { isInHardware, overlapping } from '../table';
import { bootUpdate, triedUpdate } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-021',
  title:
    'After an update the enabled regions of the hardware are those of the table, and no two ' +
    'overlap that did not before',
  source: 'digest 2.4: xen_mpumap, xen_mpumap_mask',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    const update = triedUpdate(m, account) ?? bootUpdate(m.step, account.layout);
    if (!update || m.shown.result !== 'ok') return Verdict.NotConcerned;
    const { table } = m.shown;
    const { el2, el2Before } = account;
    if (el2.enabled().length !== table.length) return Verdict.Broken;
    if (!table.every((entry) => isInHardware(entry, el2))) return Verdict.Broken;
    return holds(overlapping(el2).length <= overlapping(el2Before).length);
  },
});
