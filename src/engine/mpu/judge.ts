import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import {
  addressOf,
  MPU_HIGH,
  MPU_INDEX,
  MPU_KIND,
  MPU_LOW,
  MPU_STRIDE,
  MPU_SUBJECT,
  MpuStepKind,
  OBSERVED_HIGH,
  OBSERVED_LOW,
  OBSERVED_OUTCOME,
  OBSERVED_STRIDE,
} from '../../../models/contract/mpu-encoded';
import type { MpuScript, MpuShown } from '../../../models/contract/mpu-script';
import type {
  MpuRequirement,
  ProgramMoment,
  ProgramRequirement,
  ScriptMoment,
  ScriptRequirement,
} from '../../../properties/mpu/requirement';
import { ProgramAccount } from '../../../properties/mpu/program-account';
import { ScriptAccounts } from '../../../properties/mpu/script-accounts';
import { Verdict } from '../../../properties/requirement';

/** How often requirements were exercised and broken, over all that was judged. Index: requirement. */
export interface MpuTally {
  exercised: Float64Array;
  broken: Float64Array;
}

export function newMpuTally(requirements: readonly MpuRequirement[]): MpuTally {
  const { length } = requirements;
  return { exercised: new Float64Array(length), broken: new Float64Array(length) };
}

/** A checker, and the number of its requirement. */
interface Asked<Check> {
  number: number;
  check: Check;
}

/** Checkers of scripts by when they are asked. */
interface AskedOfScripts {
  access: Asked<ScriptRequirement['check']>[];
  step: Asked<ScriptRequirement['check']>[];
}

/** Where a requirement was first broken. */
export interface Break {
  requirement: number;
  step: number;
}

/** Counts verdicts, and keeps the first break of each requirement. */
class Verdicts {
  readonly breaks: Break[] = [];
  private readonly broken = new Set<number>();

  constructor(private readonly tally: MpuTally) {}

  count(requirement: number, step: number, verdict: Verdict): void {
    if (verdict === Verdict.NotConcerned) return;
    this.tally.exercised[requirement]++;
    if (verdict === Verdict.Held) return;
    this.tally.broken[requirement]++;
    if (this.broken.has(requirement)) return;
    this.broken.add(requirement);
    this.breaks.push({ requirement, step });
  }
}

/** Judges region programs and scripts against requirements. It looks at nothing but the traces. */
export class MpuJudge {
  /** By register format. */
  private readonly ofPrograms = new Map<number, Asked<ProgramRequirement['check']>[]>();
  /** By design and register format. */
  private readonly ofScripts = new Map<string, AskedOfScripts>();

  constructor(
    private readonly requirements: readonly MpuRequirement[],
    private readonly tally: MpuTally,
  ) {}

  /**
   * Judges what a processor showed of a region program.
   * @returns requirements that it breaks, in the order in which they broke
   */
  program(program: EncodedMpuProgram, observations: Int32Array): Break[] {
    const { machine, steps, length } = program;
    const account = new ProgramAccount(machine);
    const verdicts = new Verdicts(this.tally);
    const asked = this.askedOfPrograms(machine.format);
    for (let step = 0; step < length; step++) {
      const m = momentOf(steps, step * MPU_STRIDE, observations, step * OBSERVED_STRIDE);
      if (!account.unknown) {
        for (const { number, check } of asked) {
          verdicts.count(number, step, check(m, account));
        }
      }
      account.apply(m);
    }
    return verdicts.breaks;
  }

  /**
   * Judges what a hypervisor showed of a script.
   * @param design of the hypervisor
   * @returns requirements that it breaks, in the order in which they broke
   */
  script(script: MpuScript, shown: readonly MpuShown[], design: 'upstream' | '2023'): Break[] {
    const accounts = new ScriptAccounts(script);
    const verdicts = new Verdicts(this.tally);
    const asked = this.askedOfScripts(design, script.machine.format);
    for (let number = 0; number < shown.length && !accounts.haveStopped; number++) {
      const step = script.steps[number];
      for (const { account, shown: what, isActive } of accounts.of(step, shown[number])) {
        const m: ScriptMoment = { step, shown: what, access: undefined, number: 0 };
        const ask = (checks: AskedOfScripts['step']): void => {
          if (!isActive) return;
          for (const one of checks) verdicts.count(one.number, number, one.check(m, account));
        };
        account.begin(step);
        what.accesses.forEach((access, n) => {
          account.apply(access);
          m.access = access;
          m.number = n;
          ask(asked.access);
        });
        m.access = undefined;
        account.end(step, what);
        ask(asked.step);
        account.finish(step, what);
      }
    }
    return verdicts.breaks;
  }

  private askedOfPrograms(format: 32 | 64): Asked<ProgramRequirement['check']>[] {
    let asked = this.ofPrograms.get(format);
    if (!asked) {
      asked = this.requirements.flatMap((one, number) =>
        one.judges === 'program' && one.formats.includes(format)
          ? [{ number, check: one.check }]
          : [],
      );
      this.ofPrograms.set(format, asked);
    }
    return asked;
  }

  private askedOfScripts(design: 'upstream' | '2023', format: 32 | 64): AskedOfScripts {
    const key = `${design} ${format}`;
    let asked = this.ofScripts.get(key);
    if (!asked) {
      asked = { access: [], step: [] };
      for (const [number, one] of this.requirements.entries()) {
        if (one.judges !== 'script') continue;
        const isAsked = one.designs.includes(design) && one.formats.includes(format);
        if (isAsked) asked[one.on].push({ number, check: one.check });
      }
      this.ofScripts.set(key, asked);
    }
    return asked;
  }
}

function momentOf(
  steps: Int32Array,
  at: number,
  observations: Int32Array,
  to: number,
): ProgramMoment {
  const kind = steps[at + MPU_KIND];
  const isProbe = kind === MpuStepKind.Probe;
  const [subject, index] = [steps[at + MPU_SUBJECT], steps[at + MPU_INDEX]];
  const [low, high] = [steps[at + MPU_LOW], steps[at + MPU_HIGH]];
  return {
    kind,
    register: isProbe ? -1 : subject,
    direct: isProbe ? -1 : index,
    level: (isProbe ? subject : 0) as ProgramMoment['level'],
    access: (isProbe ? index : 0) as ProgramMoment['access'],
    address: isProbe ? addressOf(low, high) : 0,
    low,
    high,
    outcome: observations[to + OBSERVED_OUTCOME],
    shownLow: observations[to + OBSERVED_LOW],
    shownHigh: observations[to + OBSERVED_HIGH],
    view: undefined,
  };
}
