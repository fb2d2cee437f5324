import { MpuAccess, MpuLevel } from '../../models/contract/mpu-encoded';
import type { ProgramAccount } from './program-account';
import type { MpuRegisters, RegionView } from './registers';
import { covers, Hcr, MSA, Sctlr } from './registers';
import type { ProgramMoment } from './requirement';

/** What one MPU has for an address. */
export interface StageView {
  /**
   * `none`: nothing is checked (VMSA, whose tables are not looked at here; HCR.DC). `default`: the MPU is
   * off. `region`, `several`, `nothing`: how many enabled regions match. `background`: none, and the
   * background region applies.
   */
  finds: 'none' | 'default' | 'region' | 'several' | 'nothing' | 'background';
  /** The region that matches, if it is one. */
  region?: RegionView;
  /**
   * Whether the access is allowed. Nothing where that is IMPLEMENTATION DEFINED: the default map
   * (MPU-A-005, MPU-A-016).
   */
  allows?: boolean;
  /** It would be allowed to execute, but for WXN. */
  isByWxn: boolean;
}

/** What the requirements say of a probe. */
export interface ProbeView {
  stage1: StageView;
  /** Nothing where there is no stage 2. */
  stage2?: StageView;
  /** What must be shown; nothing where the default map decides. */
  expected?: 'allowed' | 'fault-1' | 'fault-2';
}

const NOT_CHECKED: StageView = { finds: 'none', allows: true, isByWxn: false };

/** What of AP and XN allows an access. `owner`: of the most privileged level, not of those below. */
function allows(
  { ap, xn }: RegionView,
  owner: boolean,
  access: MpuAccess,
  executeNever: number,
): boolean {
  if (!owner && (ap & 1) === 0) return false;
  if (access === MpuAccess.Read) return true;
  return access === MpuAccess.Write ? (ap & 2) === 0 : (xn & executeNever) === 0;
}

/** PRBAR.XN of an MPU's own levels: bit 1 in PMSAv8-64, the only one in PMSAv8-32. */
const ownXn = (format: 32 | 64): number => (format === 64 ? 2 : 1);
/** PRBAR_EL2.XN[0], in PMSAv8-64, is for fetches of EL1 and EL0 (confidence C). */
const STAGE_2_XN = 1;

function own(mpu: MpuRegisters, m: ProgramMoment, owner: boolean): StageView {
  if ((mpu.sctlr & Sctlr.M) === 0) return { finds: 'default', isByWxn: false };
  const matching = mpu.enabled().filter((region) => covers(region, m.address));
  if (matching.length > 1) return { finds: 'several', allows: false, isByWxn: false };
  const [region] = matching;
  if (!region) {
    const background = owner && (mpu.sctlr & Sctlr.BR) !== 0;
    return background
      ? { finds: 'background', isByWxn: false }
      : { finds: 'nothing', allows: false, isByWxn: false };
  }
  const may = allows(region, owner, m.access, ownXn(mpu.format));
  const isWritable = allows(region, owner, MpuAccess.Write, 0);
  const isByWxn =
    may && m.access === MpuAccess.Execute && isWritable && (mpu.sctlr & Sctlr.WXN) !== 0;
  return { finds: 'region', region, allows: may && !isByWxn, isByWxn };
}

function second(mpu: MpuRegisters, m: ProgramMoment): StageView {
  const matching = mpu.enabled().filter((region) => covers(region, m.address));
  if (matching.length > 1) return { finds: 'several', allows: false, isByWxn: false };
  const [region] = matching;
  if (!region) return { finds: 'nothing', allows: false, isByWxn: false };
  return {
    finds: 'region',
    region,
    allows: allows(region, false, m.access, STAGE_2_XN),
    isByWxn: false,
  };
}

function firstOfGuest({ el1, hcr, vtcr, machine }: ProgramAccount, m: ProgramMoment): StageView {
  if (machine.vmsa && (vtcr & MSA) !== 0) return NOT_CHECKED;
  // The default map decides, as with the MPU off.
  if ((hcr & Hcr.DC) !== 0) return { finds: 'default', isByWxn: false };
  return own(el1, m, m.level === MpuLevel.El1);
}

/** What the requirements say of a probe, from the registers alone. */
export function viewOf(account: ProgramAccount, m: ProgramMoment): ProbeView {
  if (m.level === MpuLevel.El2) {
    const stage1 = own(account.el2, m, true);
    return { stage1, expected: expectedOf(stage1) };
  }
  const stage1 = firstOfGuest(account, m);
  if ((account.hcr & (Hcr.VM | Hcr.DC)) === 0) return { stage1, expected: expectedOf(stage1) };
  const stage2 = second(account.el2, m);
  return { stage1, stage2, expected: expectedOf(stage1, stage2) };
}

function expectedOf(stage1: StageView, stage2?: StageView): ProbeView['expected'] {
  if (stage1.allows === undefined) return undefined;
  if (!stage1.allows) return 'fault-1';
  return !stage2 || stage2.allows ? 'allowed' : 'fault-2';
}
