import upstream from '../x/MPU-X-061';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-P-064',
  title:
    'Stage 2 is set up with VTCR_EL2.MSA = 0, NSA = 0 and VS = 1, and VSTCR_EL2.SA = 0, SC = 1, ' +
    'each in its own register',
  source: 'digest 3.4: setup_virt_paging',
  formats: [64],
  designs: ['2023'],
  on: 'step',
  check(m, account) {
    return upstream.check(m, account);
  },
});
