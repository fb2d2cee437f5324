import type { MpuImplementation } from '../../../models/contract/mpu-implementation';
import type { MpuRequirement } from '../../../properties/mpu/requirement';
import { smallestSubset } from '../smallest-subset';
import type { MpuPiece } from './runner';
import { mendableOf, modelOf, MpuRunner } from './runner';

/** Tells from which documented deviations it comes that a requirement is broken. */
export class MpuCauses {
  private readonly model: MpuImplementation;
  private readonly ids: readonly string[];
  private readonly runners = new Map<string, MpuRunner>();

  constructor(
    implementation: MpuImplementation,
    private readonly requirements: readonly MpuRequirement[],
  ) {
    this.model = modelOf(implementation);
    this.ids = mendableOf(this.model);
  }

  /**
   * The fewest deviations that, mended, make the requirement hold on this piece.
   * @returns nothing if it is broken with all of them mended, too
   */
  of(piece: MpuPiece, requirement: number): readonly string[] | undefined {
    const holdsWith = (ids: readonly string[]): boolean =>
      !this.runnerFor(ids, requirement).run(piece).breaks.length;
    if (this.ids.length === 0 || !holdsWith(this.ids)) return undefined;
    const alone = this.ids.find((id) => holdsWith([id]));
    return alone !== undefined ? [alone] : smallestSubset(this.ids, holdsWith);
  }

  private runnerFor(ids: readonly string[], requirement: number): MpuRunner {
    const key = `${requirement} ${ids.join()}`;
    let runner = this.runners.get(key);
    if (!runner) {
      const mended = this.model.repaired!(ids);
      runner = new MpuRunner(mended, [this.requirements[requirement]]);
      this.runners.set(key, runner);
    }
    return runner;
  }
}
