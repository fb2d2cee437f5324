import { isRegionRegister, MPU_REGISTERS } from '../../../models/contract/mpu-registers';
import { holds, Verdict } from '../../requirement';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-A-032',
  title: 'The hypervisor reads and writes PRBAR and PRLAR of implemented regions only',
  source: 'Derived from MPU-A-014',
  formats: [32, 64],
  designs: ['upstream', '2023'],
  on: 'access',
  check({ step, access }, { el1, el2 }) {
    if (!access || (access.does !== 'write' && access.does !== 'read')) {
      return Verdict.NotConcerned;
    }
    // What a guest does is its own affair.
    if (step.step === 'guest-write' || step.step === 'guest-read') return Verdict.NotConcerned;
    if (!isRegionRegister(access.register)) return Verdict.NotConcerned;
    const mpu = access.register < MPU_REGISTERS ? el1 : el2;
    return holds(mpu.regionOf(access.index) < mpu.count);
  },
});
