import { holds, Verdict } from '../../requirement';
import { changeOf } from '../el1-switch';
import type { El1State } from '../guest-view';
import { sameBase, sameLimit } from '../guest-view';
import { onHypervisor } from '../requirement';

function sameControls(one: El1State, two: El1State): boolean {
  return (
    one.msa === two.msa &&
    one.vmid === two.vmid &&
    one.mpu.sctlr === two.mpu.sctlr &&
    one.mpu.mairLow === two.mpu.mairLow &&
    one.mpu.mairHigh === two.mpu.mairHigh
  );
}

function sameRegions({ mpu }: El1State, other: El1State): boolean {
  if (mpu.selector !== other.mpu.selector) return false;
  for (let n = 0; n < mpu.count; n++) {
    if (!sameBase(mpu, other.mpu, n) || !sameLimit(mpu, other.mpu, n)) return false;
  }
  return true;
}

export default onHypervisor({
  id: 'MPU-A-031',
  title:
    'A vCPU that runs again finds the state of EL1 as it was when it ceased to run, whatever the number ' +
    'of regions',
  source: 'Derived from MPU-A-030',
  formats: [32, 64],
  designs: ['upstream', '2023'],
  on: 'step',
  check(m, account) {
    const { step } = m;
    if (step.step !== 'switch' || !changeOf(m, account)) return Verdict.NotConcerned;
    const { left, unknown } = account.guest(step);
    if (!left || unknown) return Verdict.NotConcerned;
    const now = account.el1State();
    return holds(sameControls(left, now) && (!account.runsPmsa || sameRegions(left, now)));
  },
});
