import { MpuAccess } from '../../../models/contract/mpu-encoded';
import type { MpuSection } from '../../../models/contract/mpu-layout';
import { MpuRegister } from '../../../models/contract/mpu-registers';
import { holds, Verdict } from '../../requirement';
import { permits } from '../probe';
import type { MpuRegisters, RegionView } from '../registers';
import { covers, isInverted, Sctlr } from '../registers';
import type { ScriptMoment } from '../requirement';
import { onHypervisor } from '../requirement';
import type { ScriptAccount, Span } from '../script-account';
import { isEmpty, meet, rounded } from '../script-account';

/** What is in use all the time, and how. What is read-only after boot is not while that is arranged. */
const always: readonly [MpuSection, MpuAccess][] = [
  ['text', MpuAccess.Execute],
  ['rodata', MpuAccess.Read],
  ['data', MpuAccess.Write],
  ['bss', MpuAccess.Write],
];
const whileBooting: readonly [MpuSection, MpuAccess][] = [
  ['initText', MpuAccess.Execute],
  ['initData', MpuAccess.Write],
];
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
  let address = start;
  while (address < end) {
    let found: RegionView | undefined;
    // Where what is found here ends, or another region begins.
    let next = end;
    for (const region of el2.enabled()) {
      if (covers(region, address)) {
        if (found) return false;
        found = region;
        next = Math.min(next, region.limit + 1);
      } else if (region.base > address && !isInverted(region)) next = Math.min(next, region.base);
    }
    if (!found || !permits(view, access, found)) return false;
    address = next;
  }
  return true;
}

function inUse({ step }: ScriptMoment, account: ScriptAccount): readonly [Span, MpuAccess][] {
  const isBooted =
    account.done.has(LAST_PHASE) || (step.step === 'boot' && step.phase === LAST_PHASE);
  return (isBooted ? always : [...always, ...whileBooting])
    .filter(([name]) => !isEmpty(account.sections[name]))
    .map(([name, access]): [Span, MpuAccess] => [rounded(account.sections[name]), access])
    .filter(([span]) => !account.givenUp.some((range) => meet(range, span)));
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
    return holds(inUse(m, account).every(([span, access]) => isCovered(el2, span, access)));
  },
});
