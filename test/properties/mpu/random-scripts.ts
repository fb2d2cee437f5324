import type { MpuMachine } from '../../../models/contract/mpu';
import type { MpuHypervisorImplementation } from '../../../models/contract/mpu-implementation';
import type { MpuRequirement } from '../../../properties/mpu/requirement';
import { MpuRunner } from '../../../src/engine/mpu/runner';
import { MpuScriptGenerator } from '../../../src/workload/mpu-script/generator';

export interface Judging {
  of: MpuHypervisorImplementation;
  requirements: readonly MpuRequirement[];
  /** Most scripts. */
  count: number;
  /** After so many, stop as soon as something is broken; all of them if not given. */
  enough?: number;
  /** The machines to choose from; any if not given. */
  machines?: readonly MpuMachine[];
}

/** Ids of the requirements that random scripts broke, and of those that they exercised. */
export interface Seen {
  broken: string[];
  exercised: string[];
}

/** Judges random scripts, as a campaign makes them. */
export function judgedAtRandom({ of, requirements, count, enough, machines }: Judging): Seen {
  const generator = new MpuScriptGenerator(2023, of, machines ? { machines } : {});
  const runner = new MpuRunner(of, requirements);
  const broken = new Set<string>();
  for (let index = 0; index < count; index++) {
    if (index >= (enough ?? count) && broken.size > 0) break;
    for (const { requirement } of runner.run(generator.generate(index)).breaks) {
      broken.add(requirements[requirement].id);
    }
  }
  const exercised = requirements.filter((_, n) => runner.tally.exercised[n] > 0);
  return { broken: [...broken], exercised: exercised.map(({ id }) => id) };
}
