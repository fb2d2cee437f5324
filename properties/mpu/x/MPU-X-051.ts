import { LAST_DIRECT } from '../../../models/contract/mpu-registers';
import { Verdict } from '../../requirement';
import { isAssembly, selects } from '../selection';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-051',
  title:
    'C code reaches regions up to 31 by their own registers and the others by HPRSELR, which it ' +
    'writes only to select another one',
  source: 'digest 2.6: arm32/mpu/mm.c: prepare_selector',
  formats: [32],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    if (isAssembly(m.step)) return Verdict.NotConcerned;
    return selects(m, account, (to) => to > LAST_DIRECT);
  },
});
