import { holds, Verdict } from '../../requirement';
import { isRegionWrite } from '../replay';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-P-001',
  title:
    'The regions that the assembly made for text, rodata, what is read-only after init, data and ' +
    'BSS stay where they are, index and range, after every later write: fixed assembly regions',
  source: 'digest 3.1',
  formats: [32, 64],
  designs: ['2023'],
  on: 'access',
  check({ access }, account) {
    const { el2, arrangement } = account;
    if (!isRegionWrite(access) || arrangement.fixed.length === 0) return Verdict.NotConcerned;
    return holds(
      arrangement.fixed.every(({ index, base, limit }) => {
        const now = el2.region(index);
        return now.enabled && now.base === base && now.limit === limit;
      }),
    );
  },
});
