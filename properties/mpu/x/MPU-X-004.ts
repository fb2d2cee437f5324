import { holds, holdsAtStake, Verdict } from '../../requirement';
import { bootRegions, isCrowdedLayout } from '../boot-regions';
import { Sctlr } from '../registers';
import { lookUp } from '../table';
import { bootUpdate } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-004',
  title:
    'With fewer implemented regions than booting needs Xen stops, before the MPU is on or with a ' +
    'panic; with just enough the assembly comes to its end',
  source: 'digest 2.2: mpu/regions.inc: fail_insufficient_regions',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'boot') return Verdict.NotConcerned;
    const { el2, layout, machine, tableBefore } = account;
    if (step.phase === 'assembly') {
      if (bootRegions(layout).length > machine.el2Regions) {
        return holds(shown.result === 'stopped' && (el2.sctlr & Sctlr.M) === 0);
      }
      // Sections that share a granule are another reason to stop.
      if (isCrowdedLayout(layout)) return Verdict.NotConcerned;
      // With regions to spare nothing shows that they are counted.
      const spare = machine.el2Regions - bootRegions(layout).length;
      return holdsAtStake(shown.result === 'ok', spare === 0);
    }
    const update = bootUpdate(step, layout);
    if (shown.result === 'skipped' || update?.does !== 'map') return Verdict.NotConcerned;
    const isNew = lookUp(tableBefore, update.span)?.match === 'none';
    if (!isNew || tableBefore.length < machine.el2Regions) return Verdict.NotConcerned;
    return holds(shown.result === 'panic');
  },
});
