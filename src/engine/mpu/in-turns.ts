import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import {
  MPU_KIND,
  MPU_STRIDE,
  MPU_SUBJECT,
  MpuStepKind,
  OBSERVED_STRIDE,
  firstMpuDifference,
} from '../../../models/contract/mpu-encoded';
import type { RemoteMpuProcessor } from '../../../models/contract/mpu-implementation';
import { MPU_REGISTERS } from '../../../models/contract/mpu-registers';
import { InputError } from '../../errors';
import { Random } from '../../workload/random';
import type { ExactMpuTarget, MpuExactOptions } from './exact';
import { exactMpuProgram } from './exact';

/** A real processor on which programs run in turns, as vCPUs of one PE. */
export interface SwitchingRemote extends RemoteMpuProcessor {
  /**
   * After every `slice` steps the EL1 MPU is saved and that of the next program is restored.
   * @returns for each program why it did not run, or how it contradicted itself; or nothing
   * @throws TargetDied
   */
  runInTurns(
    programs: readonly EncodedMpuProgram[],
    observations: readonly Int32Array[],
    slice: number,
  ): Promise<(Error | undefined)[]>;
}

export interface SwitchingTarget extends ExactMpuTarget {
  open(): SwitchingRemote;
}

export interface InTurnsResult {
  /** Groups of programs that ran in turns. */
  groups: number;
  programs: number;
  /** Saves, each with a restore. */
  switches: number;
  /** Programs that showed what they show alone. */
  equal: number;
  /** The others: number, and the first step that differs. */
  differing: { index: number; step: number }[];
  refused: number;
}

/** Most programs that share a PE, and steps of one turn. */
const MOST = 4;
const LONGEST_SLICE = 12;

/** What of a program concerns EL1: a hypervisor keeps EL2 to itself. */
export function ofEl1({ machine, steps, length }: EncodedMpuProgram): EncodedMpuProgram {
  const kept: number[] = [];
  for (let number = 0; number < length; number++) {
    const step = steps.subarray(number * MPU_STRIDE, (number + 1) * MPU_STRIDE);
    const kind = step[MPU_KIND];
    const isAccess = kind === MpuStepKind.Write || kind === MpuStepKind.Read;
    if (!isAccess || step[MPU_SUBJECT] < MPU_REGISTERS) kept.push(...step);
  }
  return { machine, steps: Int32Array.from(kept), length: kept.length / MPU_STRIDE };
}

/**
 * Saves and restores the EL1 MPU of a real processor for real: random programs share a PE, cut into
 * turns at any step, and each must show what it shows alone (MPU-A-030, MPU-A-031, MPU-A-033).
 */
export async function compareInTurns(
  options: MpuExactOptions,
  remote: SwitchingRemote,
  groups: number,
): Promise<InTurnsResult> {
  const { twin, target, seed } = options;
  const result = { groups: 0, programs: 0, switches: 0, equal: 0, refused: 0 };
  const differing: InTurnsResult['differing'] = [];
  const random = new Random(0);
  const alone = twin.create(target.machine);
  let first = 0;
  for (let group = 0; group < groups && !options.signal?.aborted; group++) {
    random.seed(seed, 0x7475726e, group);
    const count = 2 + random.below(MOST - 1);
    const slice = 1 + random.below(LONGEST_SLICE);
    const programs = Array.from({ length: count }, (_, n) =>
      ofEl1(exactMpuProgram(options, first + n)),
    );
    const shown = programs.map(({ length }) => new Int32Array(length * OBSERVED_STRIDE));
    const errors = await remote.runInTurns(programs, shown, slice);
    for (const [n, program] of programs.entries()) {
      result.switches += Math.ceil(program.length / slice);
      const error = errors[n];
      if (error instanceof InputError) {
        result.refused++;
        continue;
      }
      if (error) throw error;
      const expected = new Int32Array(shown[n].length);
      alone.run(program, expected);
      const step = firstMpuDifference(expected, shown[n]);
      if (step < 0) result.equal++;
      else differing.push({ index: first + n, step });
    }
    result.groups++;
    result.programs += count;
    first += count;
  }
  return { ...result, differing };
}
