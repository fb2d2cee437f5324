import { MpuAccess, MpuLevel, MpuOutcome, MpuStepKind } from '../../models/contract/mpu-encoded';
import { holds, Verdict } from '../requirement';
import type { ProcessorState } from './processor-state';
import type { ProgramAccount } from './program-account';
import type { MpuRegisters, RegionView } from './registers';
import { covers, Hcr, MSA, Sctlr } from './registers';
import type { ProgramMoment } from './requirement';

/** What one MPU has for an address. */
export interface StageView {
  /** 1: the MPU of the level itself; 2: the EL2 MPU, for EL1 and EL0. */
  stage: 1 | 2;
  mpu: MpuRegisters;
  /** The access is of the level that owns the MPU, not of those below. */
  owner: boolean;
  /**
   * `none`: nothing is checked (VMSA, whose tables are not looked at here). `default`: the MPU is off
   * (SCTLR.M, HCR.DC). `region`, `several`, `nothing`: how many enabled regions match. `background`:
   * none, and the background region applies.
   */
  finds: 'none' | 'default' | 'region' | 'several' | 'nothing' | 'background';
  /** The enabled regions that match. */
  matching: readonly RegionView[];
  /**
   * Whether the access is allowed. Nothing where that is IMPLEMENTATION DEFINED: the default map
   * (MPU-A-005, MPU-A-016).
   */
  allows: boolean | undefined;
}

/** How a probe ends. */
export type Ending = 'allowed' | 'fault-1' | 'fault-2';

/** What the requirements say of a probe. */
export interface ProbeView {
  stage1: StageView;
  /** Nothing where there is no stage 2. */
  stage2?: StageView;
  /** What must be shown; nothing where the default map decides. */
  expected?: Ending;
}

/** Which MPU is asked, and for whom. */
type AskedOf = Pick<StageView, 'stage' | 'mpu' | 'owner'>;

/** PRBAR.XN of an MPU's own levels: bit 1 in PMSAv8-64, the only one in PMSAv8-32. */
const ownXn = (format: 32 | 64): number => (format === 64 ? 2 : 1);
/** PRBAR_EL2.XN[0], in PMSAv8-64, is for fetches of EL1 and EL0 (confidence C). */
const STAGE_2_XN = 1;

/** Whether WXN forbids to execute from a region. */
export function isByWxn({ stage, mpu, owner }: AskedOf, { ap }: RegionView): boolean {
  const isWritable = (ap & 2) === 0 && (owner || (ap & 1) !== 0);
  return stage === 1 && isWritable && (mpu.sctlr & Sctlr.WXN) !== 0;
}

/** Whether a region that alone matches allows an access. `wxn`: whether WXN counts. */
export function permits(view: AskedOf, access: MpuAccess, region: RegionView, wxn = true): boolean {
  if (!view.owner && (region.ap & 1) === 0) return false;
  if (access === MpuAccess.Read) return true;
  if (access === MpuAccess.Write) return (region.ap & 2) === 0;
  const executeNever = view.stage === 2 ? STAGE_2_XN : ownXn(view.mpu.format);
  return (region.xn & executeNever) === 0 && !(wxn && isByWxn(view, region));
}

const NOTHING: readonly RegionView[] = [];

function covering(mpu: MpuRegisters, address: number): readonly RegionView[] {
  let found: RegionView[] | undefined;
  for (const region of mpu.enabled()) {
    if (!covers(region, address)) continue;
    if (found) found.push(region);
    else found = [region];
  }
  return found ?? NOTHING;
}

/** The background region is there for an access that no region matches. */
function hasBackground({ stage, mpu, owner }: AskedOf): boolean {
  return stage === 1 && owner && (mpu.sctlr & Sctlr.BR) !== 0;
}

function findsOf(view: AskedOf, { length }: readonly RegionView[]): StageView['finds'] {
  if (length > 0) return length > 1 ? 'several' : 'region';
  return hasBackground(view) ? 'background' : 'nothing';
}

/** What regions say of an access if these match it. */
function allowsOf(
  view: AskedOf,
  access: MpuAccess,
  matching: readonly RegionView[],
): boolean | undefined {
  if (matching.length === 1) return permits(view, access, matching[0]);
  return matching.length === 0 && hasBackground(view) ? undefined : false;
}

/**
 * Whether the answer would be another one if this region matched and it does not, or the other way
 * round.
 */
export function turnsOn(view: StageView, { access }: ProgramMoment, region: RegionView): boolean {
  const { matching, allows } = view;
  if (allows === undefined || view.finds === 'none') return false;
  const others = matching.filter((one) => one !== region);
  const otherwise = others.length < matching.length ? others : [...matching, region];
  return allowsOf(view, access, otherwise) !== allows;
}

/** What an MPU has for an access as stage 1. `isOff`: whatever SCTLR says. */
export function first(
  mpu: MpuRegisters,
  { access, address }: ProgramMoment,
  owner: boolean,
  isOff = false,
): StageView {
  const view: StageView = {
    stage: 1,
    mpu,
    owner,
    finds: 'default',
    matching: NOTHING,
    allows: undefined,
  };
  if (!isOff && (mpu.sctlr & Sctlr.M) !== 0) ask(view, access, address);
  return view;
}

/** What the EL2 MPU has for an access of EL1 or EL0. */
export function second(mpu: MpuRegisters, { access, address }: ProgramMoment): StageView {
  const view: StageView = {
    stage: 2,
    mpu,
    owner: false,
    finds: 'nothing',
    matching: NOTHING,
    allows: false,
  };
  ask(view, access, address);
  return view;
}

function ask(view: StageView, access: MpuAccess, address: number): void {
  view.matching = covering(view.mpu, address);
  view.finds = findsOf(view, view.matching);
  view.allows = allowsOf(view, access, view.matching);
}

/** What the MPU of a stage that is off would have if it were on. */
export function whileOn(view: StageView, { access, address }: ProgramMoment): StageView {
  const on = { ...view };
  ask(on, access, address);
  return on;
}

function firstOfGuest({ el1, hcr, vtcr, machine }: ProcessorState, m: ProgramMoment): StageView {
  const owner = m.level === MpuLevel.El1;
  if (machine.vmsa && (vtcr & MSA) !== 0) {
    return { stage: 1, mpu: el1, owner, finds: 'none', matching: NOTHING, allows: true };
  }
  return first(el1, m, owner, (hcr & Hcr.DC) !== 0);
}

/** Accesses of EL1 and EL0 are checked in the EL2 MPU too. */
export function hasStage2({ hcr }: ProcessorState): boolean {
  return (hcr & (Hcr.VM | Hcr.DC)) !== 0;
}

/** What the requirements say of a probe with the registers in some state. */
export function lookUp(state: ProcessorState, m: ProgramMoment): ProbeView {
  if (m.level === MpuLevel.El2) {
    const stage1 = first(state.el2, m, true);
    return { stage1, expected: expectedOf(stage1) };
  }
  const stage1 = firstOfGuest(state, m);
  if (!hasStage2(state)) return { stage1, expected: expectedOf(stage1) };
  const stage2 = second(state.el2, m);
  return { stage1, stage2, expected: expectedOf(stage1, stage2) };
}

function expectedOf(stage1: StageView, stage2?: StageView): Ending | undefined {
  if (stage1.allows === undefined) return undefined;
  if (!stage1.allows) return 'fault-1';
  return !stage2 || stage2.allows ? 'allowed' : 'fault-2';
}

/** What the requirements say of a probe as the registers are now. Found once for each moment. */
export function viewOf(account: ProgramAccount, m: ProgramMoment): ProbeView {
  return (m.view ??= lookUp(account, m));
}

/** How a probe ended; nothing if it showed what no probe can show. */
export function shownBy({ outcome, shownLow }: ProgramMoment): Ending | undefined {
  if (outcome === MpuOutcome.Allowed) return 'allowed';
  if (outcome !== MpuOutcome.Fault) return undefined;
  return shownLow === 1 ? 'fault-1' : shownLow === 2 ? 'fault-2' : undefined;
}

/** Judges what a probe showed of one stage: nothing of stage 2 if it faulted in stage 1. */
export function stageShows(m: ProgramMoment, stage: 1 | 2, allowed: boolean): Verdict {
  const shown = shownBy(m);
  if (shown === undefined) return Verdict.Broken;
  if (shown === 'allowed') return holds(allowed);
  if (shown === `fault-${stage}`) return holds(!allowed);
  // In stage 2 where stage 1 should have denied it: MPU-A-019.
  return stage === 1 && allowed ? Verdict.Held : Verdict.NotConcerned;
}

/** A probe that can be judged: all that was written before it is effective. */
export function isProbe(m: ProgramMoment, { settled }: ProgramAccount): boolean {
  return m.kind === MpuStepKind.Probe && settled;
}

/** Judges those stages of a probe that a rule concerns, each by what the registers say of it. */
export function onStages(
  m: ProgramMoment,
  account: ProgramAccount,
  concerns: (view: StageView) => boolean,
): Verdict {
  if (!isProbe(m, account)) return Verdict.NotConcerned;
  const { stage1, stage2 } = viewOf(account, m);
  const one = judged(m, stage1, concerns);
  return stage2 ? (Math.max(one, judged(m, stage2, concerns)) as Verdict) : one;
}

function judged(
  m: ProgramMoment,
  view: StageView,
  concerns: (view: StageView) => boolean,
): Verdict {
  if (view.allows === undefined || !concerns(view)) return Verdict.NotConcerned;
  return stageShows(m, view.stage, view.allows);
}

/** What the default map is asked: by whose MPU, for which access, where. */
export function defaultKey({ level, access, address }: ProgramMoment): number {
  return address * 8 + access * 2 + (level === MpuLevel.El2 ? 1 : 0);
}
