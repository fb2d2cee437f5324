import type { MpuProgram } from '../../../models/contract/mpu';
import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import { allMpuRequirements } from '../../../properties/mpu';
import type { MpuFinding } from '../../../reports/schema/mpu-finding';
import { encodeMpu } from '../../workload/mpu/encode';
import { searchedUntil } from '../../workload/minimising';
import { minimisingMpu } from '../../workload/mpu/shrink';
import { AsModel } from './as-model';
import { asMpuFinding, wordsOf } from './findings';
import type { MpuHuntCause, MpuHuntOptions } from './hunt';
import type { MpuPair, MpuPairDeviation } from './pair';
import { canBe, MpuRunner } from './runner';

/**
 * Makes findings out of what a hunt on processors found. Small programs are looked for on models; what
 * runs elsewhere has to show the same on each.
 */
export class MpuHuntFindings {
  private readonly asModels: readonly AsModel[];

  constructor(
    private readonly both: MpuHuntOptions['pair'],
    private readonly pair: MpuPair,
    private readonly folder: string,
  ) {
    this.asModels = both.map((one) => new AsModel(one));
  }

  async close(): Promise<void> {
    for (const one of this.asModels) await one.close();
  }

  /** An example of a deviation. @param signal when to stop looking for a smaller program */
  async ofCause(
    { deviation: of, hits, program }: MpuHuntCause,
    signal: AbortSignal,
  ): Promise<MpuFinding> {
    const { id: implementation } = this.both[of.side];
    const { id, title, kind, evidence } = of.deviation;
    return this.finding(await this.smaller(program, [of], signal), {
      subject: `KNOWN-${id}`,
      title: `${implementation}: ${title}`,
      hits,
      cause: [`${implementation} ${id}`],
      explanation: [{ implementation, id, title, kind, evidence }],
    });
  }

  /** An example of what nothing explains. @param signal when to stop looking for a smaller program */
  async ofUnexplained(program: MpuProgram, signal: AbortSignal): Promise<MpuFinding> {
    return this.finding(await this.smaller(program, [], signal), {
      subject: 'MPU-DIFFERENCE',
      title: `${this.both.map(({ id }) => id).join(' and ')} do not show the same`,
      hits: 1,
      cause: [],
      explanation: [],
    });
  }

  /** A smaller program on which the two still differ, with all deviations mended but some. */
  private async smaller(
    program: MpuProgram,
    left: readonly MpuPairDeviation[],
    signal: AbortSignal,
  ): Promise<MpuProgram> {
    const fails = async (candidate: MpuProgram): Promise<boolean> => {
      if (!this.both.every(({ machines }) => canBe(machines, candidate.machine))) return false;
      const encoded = encodeMpu(candidate);
      // The models are quicker to ask.
      return this.pair.differWith(left, encoded) && (await this.areAsModels(encoded));
    };
    if (!(await fails(program))) return program;
    return searchedUntil(minimisingMpu(program), program, fails, signal, () => undefined);
  }

  private async areAsModels(program: EncodedMpuProgram): Promise<boolean> {
    for (const side of [0, 1] as const) {
      const wanted = this.pair.shown(side, [], program);
      if (!(await this.asModels[side].shows(program, wanted))) return false;
    }
    return true;
  }

  private finding(
    program: MpuProgram,
    about: Pick<MpuFinding, 'title' | 'hits'> & {
      subject: string;
      cause: string[];
      explanation: NonNullable<MpuFinding['explanation']>;
    },
  ): MpuFinding {
    const requirements = allMpuRequirements();
    const judged = this.pair.models.map((model) => new MpuRunner(model, requirements).run(program));
    const broken = judged.flatMap(({ breaks }) =>
      breaks.map(({ requirement }) => requirements[requirement].id),
    );
    return asMpuFinding(
      program,
      {
        ...{ kind: 'difference', culprits: this.both, ...about },
        requirements: [...new Set(broken)],
        step: this.pair.differsAt(encodeMpu(program)),
        traces: judged.map((one, n) => ({
          implementation: this.pair.models[n].id,
          shown: wordsOf(program, one),
        })),
      },
      this.folder,
    );
  }
}
