import { holds, Verdict } from '../../requirement';
import { isOfEl2, isRegionWrite } from '../replay';
import { MPU_REGISTERS, MpuRegister } from '../../../models/contract/mpu-registers';
import type { MpuShown } from '../../../models/contract/mpu-script';
import { MpuRegisters } from '../registers';
import { onHypervisor } from '../requirement';

/** What was enabled and is disabled again was effective in between. */
function wereEffective({ accesses }: MpuShown, before: MpuRegisters): boolean {
  const el2 = new MpuRegisters(before.format, before.count);
  el2.copyFrom(before);
  let enabled: number[] = [];
  return accesses.every((access) => {
    if (access.does === 'barrier') enabled = [];
    if (access.does !== 'write' || !isOfEl2(access.register)) return true;
    const { register, index, low, high } = access;
    el2.write(register - MPU_REGISTERS, index, low, high);
    const region = el2.regionOf(index);
    if (register === MpuRegister.PRLAR_EL2 && (low & 1) !== 0 && region < el2.count) {
      enabled.push(region);
    }
    return enabled.every((one) => el2.isEnabled(one));
  });
}

export default onHypervisor({
  id: 'MPU-X-052',
  title:
    'After the last change of a region in a step comes a DSB and ISB, and so it does before a region ' +
    'that the step enabled is disabled again',
  source: 'digest 2.6: context_sync_mpu; MPU-A-015',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ shown }, account) {
    if (shown.result !== 'ok') return Verdict.NotConcerned;
    const last = shown.accesses.findLastIndex(isRegionWrite);
    if (last < 0) return Verdict.NotConcerned;
    const isSettled = shown.accesses.slice(last).some(({ does }) => does === 'barrier');
    return holds(isSettled && wereEffective(shown, account.el2Before));
  },
});
