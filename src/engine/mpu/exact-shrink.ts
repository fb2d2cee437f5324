import type { MpuProgram } from '../../../models/contract/mpu';
import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import type { MpuFinding } from '../../../reports/schema/mpu-finding';
import { firstMpuDifference, OBSERVED_STRIDE } from '../../../models/contract/mpu-encoded';
import type { RemoteMpuProcessor } from '../../../models/contract/mpu-implementation';
import { decodeMpu, encodeMpu } from '../../workload/mpu/encode';
import { allMpuRequirements } from '../../../properties/mpu';
import { minimiseMpuElsewhere } from '../../workload/mpu/shrink';
import type { MpuExactOptions } from './exact';
import { exactMpuProgram } from './exact';
import type { Showing } from './explain';
import { MpuExplainer } from './explain';
import { mpuFindingId, wordsOf } from './findings';
import { MpuRunner } from './runner';

/** Most programs that are tried for one smallest program. */
const LIMIT = 5000;

/** Makes programs of a comparison small, each step of the way confirmed by the real processor. */
export class ExactMpuShrinker {
  private readonly explainer: MpuExplainer;

  constructor(
    private readonly options: MpuExactOptions,
    private readonly remote: RemoteMpuProcessor,
  ) {
    this.explainer = new MpuExplainer(options.twin);
  }

  /** The smallest program found on which the target and its twin differ. */
  ofDifference(index: number): Promise<MpuProgram> {
    return this.smallest(this.program(index), async (program) => {
      const shown = await this.onTarget(program);
      return shown !== undefined && firstMpuDifference(shown, this.explainer.twin(program)) >= 0;
    });
  }

  /**
   * The smallest program found that shows a deviation, and no other one: as well as the first one.
   * @param index of a program with a step that shows it and no other one
   */
  ofDeviation(index: number, id: string): Promise<MpuProgram> {
    const { explainer } = this;
    const first = this.showing(this.program(index), id);
    const showingOf = (program: EncodedMpuProgram): Showing =>
      explainer.shows(id, program, explainer.with([id], program));
    const needed = showingOf(encodeMpu(first));
    return this.smallest(first, async (program) => {
      // The models are quicker to ask.
      if (showingOf(program) < needed) return false;
      const shown = await this.onTarget(program);
      return shown !== undefined && firstMpuDifference(shown, explainer.with([id], program)) < 0;
    });
  }

  private program(index: number): MpuProgram {
    return decodeMpu(exactMpuProgram(this.options, index));
  }

  /** Without the reads and probes that show other deviations. They change nothing for other steps. */
  private showing(program: MpuProgram, id: string): MpuProgram {
    const encoded = encodeMpu(program);
    const [all, alone] = [this.explainer.twin(encoded), this.explainer.with([id], encoded)];
    const steps = program.steps.filter(({ step }, n) => {
      const words = [n * OBSERVED_STRIDE, (n + 1) * OBSERVED_STRIDE] as const;
      const isOther = firstMpuDifference(all.subarray(...words), alone.subarray(...words)) >= 0;
      return !isOther || (step !== 'read' && step !== 'probe');
    });
    return { ...program, steps };
  }

  private smallest(
    program: MpuProgram,
    fails: (program: EncodedMpuProgram) => Promise<boolean>,
  ): Promise<MpuProgram> {
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
    const { explainer } = this;
    const expected = id === undefined ? explainer.twin(encoded) : explainer.architecture(encoded);
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

  /** Nothing if it cannot run there. */
  private async onTarget(program: EncodedMpuProgram): Promise<Int32Array | undefined> {
    const observations = new Int32Array(program.length * OBSERVED_STRIDE);
    const [error] = await this.remote.run([program], [observations]);
    return error ? undefined : observations;
  }
}
