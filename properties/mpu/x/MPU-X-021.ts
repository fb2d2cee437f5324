import { holds, Verdict } from '../../requirement';
import { isRegionWrite } from '../replay';
import { isInHardware, overlapping } from '../table';
import { triedUpdate } from '../updates';
import { isAssembly } from '../selection';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-021',
  title:
    'After an update, and after what booting does to regions in C, the enabled regions of the ' +
    'hardware are those of the table, and no two overlap that did not before',
  source: 'digest 2.4: xen_mpumap, xen_mpumap_mask',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    const { table, accesses, result } = m.shown;
    const isBooting = m.step.step === 'boot' && !isAssembly(m.step) && accesses.some(isRegionWrite);
    if (result !== 'ok' || !(isBooting || triedUpdate(m, account))) return Verdict.NotConcerned;
    const { el2, el2Before } = account;
    if (el2.enabled().length !== table.length) return Verdict.Broken;
    if (!table.every((entry) => isInHardware(entry, el2))) return Verdict.Broken;
    return holds(overlapping(el2).length <= overlapping(el2Before).length);
  },
});
