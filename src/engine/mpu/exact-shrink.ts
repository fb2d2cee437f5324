import type { MpuProgram } from '../../../models/contract/mpu';
import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import type { MpuFinding } from '../../../reports/schema/mpu-finding';
import { OBSERVED_STRIDE } from '../../../models/contract/mpu-encoded';
import { decodeMpu, encodeMpu } from '../../workload/mpu/encode';
import { allMpuRequirements } from '../../../properties/mpu';
import { minimiseMpuElsewhere } from '../../workload/mpu/shrink';
import { mendable } from '../variants';
import type { ExactMpuRemote, MpuExactOptions } from './exact';
import { exactMpuProgram, firstMpuDifference } from './exact';
import { mpuFindingId, wordsOf } from './findings';
import { MpuRunner } from './runner';
import type { MpuTwin } from './twin';

/** Most programs that are tried for one smallest program. */
const LIMIT = 5000;

/** Makes programs of a comparison small, each step of the way confirmed by the real processor. */
export class ExactMpuShrinker {
  private readonly ids: readonly string[];
  private readonly architecture: MpuTwin;

  constructor(
    private readonly options: MpuExactOptions,
    private readonly remote: ExactMpuRemote,
  ) {
    this.ids = mendable(options.twin);
    this.architecture = options.twin.repaired(this.ids);
  }

  /** The smallest program found on which the target and its twin differ. */
  ofDifference(index: number): Promise<MpuProgram> {
    return this.smallest(index, async (program) => {
      const shown = await this.onTarget(program);
      return (
        shown !== undefined && firstMpuDifference(shown, this.on(this.options.twin, program)) >= 0
      );
    });
  }

  /** The smallest program found that shows a deviation, and no other one. */
  ofDeviation(index: number, id: string): Promise<MpuProgram> {
    const alone = this.options.twin.repaired(this.ids.filter((one) => one !== id));
    return this.smallest(index, async (program) => {
      const expected = this.on(alone, program);
      // The models are quicker to ask.
      if (firstMpuDifference(this.on(this.architecture, program), expected) < 0) return false;
      const shown = await this.onTarget(program);
      return shown !== undefined && firstMpuDifference(shown, expected) < 0;
    });
  }

  private smallest(
    index: number,
    fails: (program: EncodedMpuProgram) => Promise<boolean>,
  ): Promise<MpuProgram> {
    const program = decodeMpu(exactMpuProgram(this.options, index));
    const { el1Regions, el2Regions } = this.options.target.machine;
    return minimiseMpuElsewhere(
      program,
      async (candidate) => {
        // The target has one machine.
        const { machine } = candidate;
        if (machine.el1Regions !== el1Regions || machine.el2Regions !== el2Regions) return false;
        return fails(encodeMpu(candidate));
      },
      LIMIT,
    );
  }

  /** A program that was made small, as a finding. @param id of the deviation; nothing if none explains it */
  async finding(
    program: MpuProgram,
    folder: string,
    hits: number,
    id?: string,
  ): Promise<MpuFinding> {
    const { target, twin } = this.options;
    const encoded = encodeMpu(program);
    const shown = await this.onTarget(encoded);
    const other = id === undefined ? twin : this.architecture;
    const expected = this.on(other, encoded);
    const deviation = twin.deviations.find((one) => one.id === id);
    const words = (observations: Int32Array): string[] => wordsOf(program, { observations });
    const findingId = id ?? mpuFindingId('MPU-DIFFERENCE', [target.id], program);
    // With everything mended the twin is the architecture's model.
    const otherId = id === undefined ? twin.id : 'model:pmsav8';
    return {
      format: 'lockstep-mpu-finding-1',
      id: findingId,
      kind: 'difference',
      title: `${target.id}: ${deviation?.title ?? 'it does not show what its twin shows'}`,
      implementations: [target.id, otherId],
      requirements: shown ? this.broken(encoded, shown) : [],
      step: shown ? firstMpuDifference(shown, expected) : 0,
      hits,
      ...(deviation ? { cause: [`${target.id} ${deviation.id}`] } : {}),
      program,
      traces: [
        ...(shown ? [{ implementation: target.id, shown: words(shown) }] : []),
        { implementation: otherId, shown: words(expected) },
      ],
      replay: `lockstep replay ${folder}/${findingId}.json --impl ${target.id} --impl ${otherId}`,
    };
  }

  private broken(program: EncodedMpuProgram, shown: Int32Array): string[] {
    const requirements = allMpuRequirements();
    const runner = new MpuRunner(this.options.target, requirements);
    return runner
      .judgeProgram(program, shown)
      .map(({ requirement }) => requirements[requirement].id);
  }

  private on(twin: MpuTwin, program: EncodedMpuProgram): Int32Array {
    const observations = new Int32Array(program.length * OBSERVED_STRIDE);
    twin.create(program.machine).run(program, observations);
    return observations;
  }

  /** Nothing if it cannot run there. */
  private async onTarget(program: EncodedMpuProgram): Promise<Int32Array | undefined> {
    const observations = new Int32Array(program.length * OBSERVED_STRIDE);
    const [error] = await this.remote.run([program], [observations]);
    return error ? undefined : observations;
  }
}
