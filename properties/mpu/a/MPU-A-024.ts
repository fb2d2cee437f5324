import { holds, Verdict } from '../../requirement';
import { overlap, Sctlr } from '../registers';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-A-024',
  title:
    'No write to a base or limit makes two enabled regions of EL2 overlap, not even until the next write',
  source: 'Derived from MPU-A-004: base and limit are written one after the other',
  formats: [32, 64],
  designs: ['upstream', '2023'],
  on: 'access',
  check({ access }, { el2 }) {
    if (access?.does !== 'write' || (el2.sctlr & Sctlr.M) === 0) return Verdict.NotConcerned;
    const regions = el2.inOrder();
    if (regions.length < 2) return Verdict.NotConcerned;
    return holds(regions.every((one, n) => n === 0 || !overlap(regions[n - 1], one)));
  },
});
