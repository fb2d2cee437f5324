import type { MpuAccess, MpuLevel } from '../../models/contract/mpu-encoded';
import type { MpuRegisterAccess, MpuScriptStep, MpuShown } from '../../models/contract/mpu-script';
import type { Verdict } from '../requirement';
import type { ProbeView } from './probe';
import type { ProgramAccount } from './program-account';
import type { ScriptAccount } from './script-account';

interface Numbered {
  /** `MPU-A-004`. */
  id: string;
  /** One sentence. */
  title: string;
  /** Register or manual section that carries the rule, and the digest's confidence. */
  source: string;
  /** Register formats that it concerns. */
  formats: readonly (32 | 64)[];
}

/** A step of a region program, and what it showed. */
export interface ProgramMoment {
  /** `MpuStepKind` */
  kind: number;
  /** Write, Read: `MpuRegister`, and the number of a direct one or −1. */
  register: number;
  direct: number;
  /** Probe. */
  level: MpuLevel;
  access: MpuAccess;
  address: number;
  /** Write: the value; see below for what a read or a probe showed. */
  low: number;
  high: number;
  /** `MpuOutcome`, with its words as in mpu-encoded.ts. */
  outcome: number;
  shownLow: number;
  shownHigh: number;
  /** Probe: what `viewOf` found, once it was asked. */
  view?: ProbeView;
}

/** A requirement on a processor, judged after each step of a region program. */
export interface ProgramRequirement extends Numbered {
  judges: 'program';
  /** The account is the state before the step. */
  check: (m: ProgramMoment, account: ProgramAccount) => Verdict;
}

/** A step of a script, and what it showed. */
export interface ScriptMoment {
  step: MpuScriptStep;
  shown: MpuShown;
  /** `on: 'access'`: the access in hand, and its number in the step. */
  access: MpuRegisterAccess | undefined;
  number: number;
}

/**
 * A requirement on a hypervisor.
 * `access`: judged after every single access to a register, within the step.
 * `step`: judged after every step.
 */
export interface ScriptRequirement extends Numbered {
  judges: 'script';
  /** Designs that it concerns: see MpuHypervisorImplementation. */
  designs: readonly ('upstream' | '2023')[];
  on: 'access' | 'step';
  /** The account is the state after the access, or after the step. */
  check: (m: ScriptMoment, account: ScriptAccount) => Verdict;
}

/** One numbered statement about the MPU, with its checker. */
export type MpuRequirement = ProgramRequirement | ScriptRequirement;

/** Defines a requirement on a processor. */
export function onProcessor(definition: Omit<ProgramRequirement, 'judges'>): ProgramRequirement {
  return { judges: 'program', ...definition };
}

/** Defines a requirement on a hypervisor. */
export function onHypervisor(definition: Omit<ScriptRequirement, 'judges'>): ScriptRequirement {
  return { judges: 'script', ...definition };
}
