import { Verdict } from '../../requirement';
import { isAssembly, selects } from '../selection';
import { onHypervisor } from '../requirement';

const BLOCK = 16;

export default onHypervisor({
  id: 'MPU-X-050',
  title:
    'C code writes PRSELR_EL2 only to select another block of 16, before an ISB; selector and ' +
    'number of the register together mean the region that changes',
  source: 'digest 2.6: arm64/mpu/mm.c: prepare_selector',
  formats: [64],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    if (isAssembly(m.step)) return Verdict.NotConcerned;
    return selects(m, account, (to) => to % BLOCK === 0);
  },
});
