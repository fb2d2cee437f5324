import { holds, Verdict } from '../../requirement';
import { added, lowestFree } from '../table';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-024',
  title: 'A new region has the lowest free index, and one that is implemented',
  source: 'digest 2.4: xen_mpumap_alloc_entry',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step === 'boot' && step.phase === 'assembly') return Verdict.NotConcerned;
    const { tableBefore, machine } = account;
    const entries = added(tableBefore, shown.table);
    if (entries.length === 0) return Verdict.NotConcerned;
    const index = lowestFree(tableBefore);
    return holds(entries.length === 1 && entries[0].index === index && index < machine.el2Regions);
  },
});
