import upstream from '../x/MPU-X-026';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-P-062',
  title:
    'A region that leaves the table is disabled in the hardware, by PRENR or, from index 32 on, ' +
    'by its own registers; until it is, its range does not change',
  source: 'digest 3.4',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check(m, account) {
    return upstream.check(m, account);
  },
});
