import type { MpuImplementation } from '../../../models/contract/mpu-implementation';
import type { MpuRequirement } from '../../../properties/mpu/requirement';
import { smallestSubset } from '../smallest-subset';
import { mendable } from '../variants';
import type { MpuPiece } from './runner';
import { modelOf, MpuRunner } from './runner';

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
    this.ids = mendable(this.model);
  }

  /** Requirements, by number, that are broken on this piece with all deviations mended, too. */
  unexplained(piece: MpuPiece, broken: readonly number[]): readonly number[] {
    if (this.ids.length === 0) return broken;
    const still = this.runnerFor(this.ids, broken).run(piece).breaks;
    return broken.filter((_, n) => still.some(({ requirement }) => requirement === n));
  }

  /** The fewest deviations that, mended, make a requirement hold that holds with all of them mended. */
  of(piece: MpuPiece, requirement: number): readonly string[] {
    const holdsWith = (ids: readonly string[]): boolean =>
      this.runnerFor(ids, [requirement]).run(piece).breaks.length === 0;
    const alone = this.ids.find((id) => holdsWith([id]));
    return alone !== undefined ? [alone] : smallestSubset(this.ids, holdsWith);
  }

  /** The model with these deviations mended, judged by these requirements only. */
  private runnerFor(ids: readonly string[], numbers: readonly number[]): MpuRunner {
    const key = `${numbers.join()} ${ids.join()}`;
    let runner = this.runners.get(key);
    if (!runner) {
      const asked = numbers.map((number) => this.requirements[number]);
      runner = new MpuRunner(this.model.repaired!(ids), asked);
      this.runners.set(key, runner);
    }
    return runner;
  }
}
