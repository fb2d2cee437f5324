import type { MpuScript } from '../../../models/contract/mpu-script';
import type { MpuHypervisorImplementation } from '../../../models/contract/mpu-implementation';
import { allMpuRequirements } from '../../../properties/mpu';
import type { MpuFinding } from '../../../reports/schema/mpu-finding';
import { searchedUntil } from '../../workload/minimising';
import type { MpuScriptGenerator } from '../../workload/mpu-script/generator';
import { minimisingMpuScript } from '../../workload/mpu-script/shrink';
import { mendable } from '../variants';
import { LoneDeviation } from './deviation-watch';
import type { ExactScriptOptions } from './exact-scripts';
import { exactScriptMaker, firstScriptDifference } from './exact-scripts';
import type { About } from './findings';
import { asMpuFinding, wordsOf } from './findings';
import { canBe, MpuRunner } from './runner';

/** Most scripts that are tried for one smallest script. */
const LIMIT = 5000;

/** Makes scripts of a comparison small. The real hypervisor shows what is told of them. */
export class ExactScriptFindings {
  private readonly generator: MpuScriptGenerator;

  constructor(
    private readonly options: ExactScriptOptions,
    private readonly folder: string,
  ) {
    this.generator = exactScriptMaker(options);
  }

  /** The smallest script found on which the two differ. */
  async ofDifference(index: number): Promise<MpuFinding> {
    const { target } = this.options;
    const pair = [target, target.twin] as const;
    const script = await this.smallest(
      index,
      (candidate) => firstScriptDifference(candidate, pair) >= 0,
    );
    return this.finding(script, pair, {
      kind: 'difference',
      subject: 'MPU-DIFFERENCE',
      title: `${target.id}: it does not show what its model shows`,
      cause: [],
      explanation: [],
    });
  }

  /**
   * The smallest script found in which the real hypervisor breaks a requirement that the model breaks by
   * a deviation.
   * @param index of a script in which it does
   */
  async ofDeviation(index: number, id: string): Promise<MpuFinding> {
    const { target } = this.options;
    const { twin } = target;
    const deviation = twin.deviations.find((one) => one.id === id)!;
    const lone = new LoneDeviation(twin, deviation);
    const [requirement] = lone.breaks(this.generator.generate(index));
    const asked = allMpuRequirements().filter((one) => one.id === requirement);
    const real = new MpuRunner(target, asked);
    const isShown = (candidate: MpuScript): boolean => lone.breaks(candidate).includes(requirement);
    const isConfirmed = (candidate: MpuScript): boolean => real.run(candidate).breaks.length > 0;
    // The models are much quicker to ask, and mostly enough.
    let script = await this.smallest(index, isShown);
    if (!isConfirmed(script)) {
      script = await this.smallest(index, (one) => isShown(one) && isConfirmed(one));
    }
    const mended = { ...twin.repaired!(mendable(twin)), id: `${twin.id}+fixed` };
    const { title, kind, evidence } = deviation;
    const step = real.run(script).breaks[0]?.step;
    const finding = this.finding(script, [target, mended], {
      kind: 'requirement',
      subject: id,
      title: `${target.id}: ${title}`,
      cause: [`${target.id} ${id}`],
      explanation: [{ implementation: target.id, id, title, kind, evidence }],
    });
    return {
      ...finding,
      id,
      step: step ?? finding.step,
      replay: finding.replay.replace(finding.id, id),
    };
  }

  private smallest(index: number, fails: (script: MpuScript) => boolean): Promise<MpuScript> {
    const { target, signal } = this.options;
    const script = this.generator.generate(index);
    const isOne = ({ machine }: MpuScript): boolean =>
      [target, target.twin].every(({ machines }) => canBe(machines, machine));
    return searchedUntil(
      minimisingMpuScript(script, LIMIT),
      script,
      (candidate) => Promise.resolve(isOne(candidate) && fails(candidate)),
      signal ?? new AbortController().signal,
      () => undefined,
    );
  }

  private finding(
    script: MpuScript,
    pair: readonly [MpuHypervisorImplementation, MpuHypervisorImplementation],
    about: Pick<About, 'kind' | 'subject' | 'title' | 'cause' | 'explanation'>,
  ): MpuFinding {
    const requirements = allMpuRequirements();
    const [real, other] = pair.map((one) => new MpuRunner(one, requirements).run(script));
    const broken = real.breaks.map(({ requirement }) => requirements[requirement].id);
    const step = firstScriptDifference(script, pair);
    return asMpuFinding(
      script,
      {
        ...about,
        culprits: pair,
        requirements: [...new Set(broken)],
        step: step >= 0 ? step : (real.breaks[0]?.step ?? 0),
        hits: 1,
        traces: [real, other].map((judged, n) => ({
          implementation: pair[n].id,
          shown: wordsOf(script, judged),
        })),
      },
      this.folder,
    );
  }
}
