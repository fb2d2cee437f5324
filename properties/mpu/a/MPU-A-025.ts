import { MpuAccess } from '../../../models/contract/mpu-encoded';
import type { MpuSection } from '../../../models/contract/mpu-layout';
import { MpuRegister } from '../../../models/contract/mpu-registers';
import { holds, Verdict } from '../../requirement';
import { rounded } from '../boot-regions';
import { permits } from '../probe';
import type { MpuRegisters } from '../registers';
import { Sctlr } from '../registers';
import type { ScriptMoment } from '../requirement';
import { onHypervisor } from '../requirement';
import type { ScriptAccount, Span } from '../script-account';
import { isEmpty, meet } from '../script-account';

/** What is in use all the time, and how. */
const always: readonly [MpuSection, MpuAccess][] = [
  ['text', MpuAccess.Execute],
  ['rodata', MpuAccess.Read],
  ['data', MpuAccess.Write],
  ['bss', MpuAccess.Write],
];
const whileBooting: readonly [MpuSection, MpuAccess][] = [
  ...always,
  ['initText', MpuAccess.Execute],
  ['initData', MpuAccess.Write],
];
/** What is read-only after boot is not in use while that is arranged (MPU-X-040). */
const roAfterInit: [MpuSection, MpuAccess] = ['roAfterInit', MpuAccess.Read];
const ARRANGING = 'modify-after-init';
/** The phase that gives up what only booting needs. */
const LAST_PHASE = 'free-init-memory';

const changing: readonly number[] = [
  MpuRegister.PRBAR_EL2,
  MpuRegister.PRLAR_EL2,
  MpuRegister.PRENR_EL2,
  MpuRegister.SCTLR_EL2,
];

/** Every byte is in exactly one enabled region, which allows the access. */
function isCovered(el2: MpuRegisters, { start, end }: Span, access: MpuAccess): boolean {
  const view = { stage: 1, mpu: el2, owner: true } as const;
  let covered = start;
  for (const region of el2.inOrder()) {
    if (region.base >= end) break;
    if (region.limit < start) continue;
    const isNext = covered === start ? region.base <= start : region.base === covered;
    if (!isNext || !permits(view, access, region)) return false;
    covered = region.limit + 1;
  }
  return covered >= end;
}

function inUse(
  { step }: ScriptMoment,
  { done }: ScriptAccount,
): readonly [MpuSection, MpuAccess][] {
  const isBooted = done.has(LAST_PHASE) || (step.step === 'boot' && step.phase === LAST_PHASE);
  const sections = isBooted ? always : whileBooting;
  const isArranging = step.step === 'boot' && step.phase === ARRANGING;
  return isArranging ? sections : [...sections, roAfterInit];
}

export default onHypervisor({
  id: 'MPU-A-025',
  title:
    'With the EL2 MPU on and no background region, code and data in use are in exactly one enabled ' +
    'region that allows their use, after every single write',
  source: 'Derived from MPU-A-004 and MPU-A-005',
  formats: [32, 64],
  designs: ['upstream', '2023'],
  on: 'access',
  check(m, account) {
    const { el2 } = account;
    if (m.access?.does !== 'write' || !changing.includes(m.access.register)) {
      return Verdict.NotConcerned;
    }
    if ((el2.sctlr & (Sctlr.M | Sctlr.BR)) !== Sctlr.M) return Verdict.NotConcerned;
    return holds(
      inUse(m, account).every(([name, access]) => {
        const section = account.sections[name];
        if (isEmpty(section)) return true;
        const span = rounded(section);
        return account.givenUp.some((range) => meet(range, span)) || isCovered(el2, span, access);
      }),
    );
  },
});
