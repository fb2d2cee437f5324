import { holds, Verdict } from '../../requirement';
import { MSA } from '../registers';
import { onHypervisor } from '../requirement';

/** VTCR_EL2 */
const NSA = 1 << 30;
const VS = 1 << 19;
/** VSTCR_EL2 */
const SA = 1 << 30;
const SC = 1 << 20;

export default onHypervisor({
  id: 'MPU-X-061',
  title:
    'Stage 2 is set up with VTCR_EL2.MSA = 0, NSA = 0 and VS = 1, and VSTCR_EL2.SA = 0, SC = 1',
  source:
    'digest 2.7: arm64/mpu/p2m.c: setup_virt_paging; all cores are taken to have VMIDs of 16 bits',
  formats: [64],
  designs: ['upstream'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'boot' || step.phase !== 'virtual-paging' || shown.result !== 'ok') {
      return Verdict.NotConcerned;
    }
    const { vtcr, vstcr } = account;
    return holds((vtcr & (MSA | NSA | VS)) === VS && (vstcr & (SA | SC)) === SC);
  },
});
