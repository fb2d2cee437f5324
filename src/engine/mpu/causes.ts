import type { Deviation } from '../../../models/contract/implementation';
import type { MpuImplementation } from '../../../models/contract/mpu-implementation';
import type { MpuRequirement } from '../../../properties/mpu/requirement';
import { smallestSubset } from '../smallest-subset';
import { mendable } from '../variants';
import type { MpuPiece } from './runner';
import { modelOf, MpuRunner } from './runner';

/** Runners that are kept: one for each set of requirements that broke together. */
const MOST_RUNNERS = 1000;

/** Tells from which documented deviations it comes that a requirement is broken. */
export class MpuCauses {
  private readonly model: MpuImplementation;
  private readonly isElsewhere: boolean;
  /** Deviations that can be mended. */
  private readonly documented: readonly Deviation[];
  private readonly ids: readonly string[];
  private readonly runners = new Map<string, MpuRunner>();

  constructor(
    implementation: MpuImplementation,
    private readonly requirements: readonly MpuRequirement[],
  ) {
    this.model = modelOf(implementation);
    this.isElsewhere = this.model !== implementation;
    this.ids = mendable(this.model);
    this.documented = this.model.deviations.filter(({ id }) => this.ids.includes(id));
  }

  /**
   * Requirements, by number, that are broken on this piece with all deviations mended, too; and of what
   * runs elsewhere those that its model does not break.
   */
  unexplained(piece: MpuPiece, broken: readonly number[]): readonly number[] {
    if (this.ids.length === 0) return broken;
    const breaks = (ids: readonly string[]): Set<number> => {
      const judged = this.runnerFor(ids, broken).run(piece).breaks;
      return new Set(judged.map(({ requirement }) => requirement));
    };
    const still = breaks(this.ids);
    const known = this.isElsewhere ? breaks([]) : undefined;
    return broken.filter((_, n) => still.has(n) || known?.has(n) === false);
  }

  /**
   * The fewest deviations that, mended, make a requirement hold that holds with all of them mended.
   * Where one alone does, that with which it is exercised most: mending another may only have ended
   * the script before anything is asked. Among equals, one that is documented to break it.
   */
  of(piece: MpuPiece, requirement: number): readonly string[] {
    const { id: broken } = this.requirements[requirement];
    let best: { id: string; rank: number } | undefined;
    for (const { id, requirements } of this.documented) {
      const { holds, exercised } = this.judged([id], piece, requirement);
      const rank = 2 * exercised + (requirements.includes(broken) ? 1 : 0);
      if (holds && rank > (best?.rank ?? -1)) best = { id, rank };
    }
    if (best) return [best.id];
    return smallestSubset(this.ids, (ids) => this.judged(ids, piece, requirement).holds);
  }

  /** Whether a requirement holds with deviations mended, and how often it was exercised. */
  private judged(
    ids: readonly string[],
    piece: MpuPiece,
    requirement: number,
  ): { holds: boolean; exercised: number } {
    const runner = this.runnerFor(ids, [requirement]);
    const [before] = runner.tally.exercised;
    const { breaks } = runner.run(piece);
    return { holds: breaks.length === 0, exercised: runner.tally.exercised[0] - before };
  }

  private runnerFor(ids: readonly string[], numbers: readonly number[]): MpuRunner {
    const key = `${numbers.join()} ${ids.join()}`;
    let runner = this.runners.get(key);
    if (!runner) {
      if (this.runners.size >= MOST_RUNNERS) this.runners.clear();
      const asked = numbers.map((number) => this.requirements[number]);
      const model = ids.length === 0 ? this.model : this.model.repaired!(ids);
      runner = new MpuRunner(model, asked);
      this.runners.set(key, runner);
    }
    return runner;
  }
}
