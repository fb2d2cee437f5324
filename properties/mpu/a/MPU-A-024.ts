import type { MpuRegisterAccess } from '../../../models/contract/mpu-script';
import { MpuRegister } from '../../../models/contract/mpu-registers';
import { holds, Verdict } from '../../requirement';
import type { MpuRegisters } from '../registers';
import { overlap, Sctlr } from '../registers';
import { isRegionWrite } from '../replay';
import { onHypervisor } from '../requirement';

/** A region that a write is about is enabled after it, or any may be. */
function enables(access: MpuRegisterAccess | undefined, el2: MpuRegisters): boolean {
  if (access?.does !== 'write') return false;
  const { register, index } = access;
  if (register === MpuRegister.SCTLR_EL2 || register === MpuRegister.PRENR_EL2) return true;
  return isRegionWrite(access) && el2.isEnabled(el2.regionOf(index));
}

export default onHypervisor({
  id: 'MPU-A-024',
  title:
    'No write to a base or limit makes two enabled regions of EL2 overlap, not even until the next write',
  source: 'Derived from MPU-A-004: base and limit are written one after the other',
  formats: [32, 64],
  designs: ['upstream', '2023'],
  on: 'access',
  check({ access }, { el2 }) {
    if ((el2.sctlr & Sctlr.M) === 0 || !enables(access, el2)) return Verdict.NotConcerned;
    const regions = el2.inOrder();
    if (regions.length < 2) return Verdict.NotConcerned;
    return holds(regions.every((one, n) => n === 0 || !overlap(regions[n - 1], one)));
  },
});
