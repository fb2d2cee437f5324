import type { MpuProcessorImplementation } from '../../../models/contract/mpu-implementation';
import { OBSERVED_STRIDE } from '../../../models/contract/mpu-encoded';
import type { MpuRequirement } from '../../../properties/mpu/requirement';
import type { MpuTally } from '../../../src/engine/mpu/judge';
import { MpuJudge, newMpuTally } from '../../../src/engine/mpu/judge';
import { MpuGenerator } from '../../../src/workload/mpu/generator';

/** Judges random programs, until `enough` says so. */
export function judgePrograms(
  implementation: MpuProcessorImplementation,
  requirements: readonly MpuRequirement[],
  seed: number,
  programs: number,
  enough: (tally: MpuTally) => boolean = () => false,
): MpuTally {
  const tally = newMpuTally(requirements);
  const judge = new MpuJudge(requirements, tally);
  const generator = new MpuGenerator(seed);
  const program = generator.newProgram();
  const observations = new Int32Array((program.steps.length / 5) * OBSERVED_STRIDE);
  for (let index = 0; index < programs && !enough(tally); index++) {
    generator.generate(index, program);
    implementation.create(program.machine).run(program, observations);
    judge.program(program, observations);
  }
  return tally;
}
