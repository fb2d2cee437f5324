import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import { firstMpuDifference } from '../../../models/contract/mpu-encoded';
import type { MpuProcessorImplementation } from '../../../models/contract/mpu-implementation';
import type { Deviation } from '../../../models/contract/implementation';
import { smallestSubset } from '../smallest-subset';
import { mendable } from '../variants';
import { MpuExplainer } from './explain';

/** A deviation of one of two processors. */
export interface MpuPairDeviation {
  side: 0 | 1;
  deviation: Deviation;
}

/** The models of two processors, each with any of its deviations mended. */
export class MpuPair {
  readonly models: readonly [MpuProcessorImplementation, MpuProcessorImplementation];
  /** What can be mended, of both. */
  readonly deviations: readonly MpuPairDeviation[];
  private readonly explainers: readonly [MpuExplainer, MpuExplainer];

  constructor(pair: readonly [MpuProcessorImplementation, MpuProcessorImplementation]) {
    const [a, b] = [pair[0].twin ?? pair[0], pair[1].twin ?? pair[1]];
    this.models = [a, b];
    this.explainers = [new MpuExplainer(a), new MpuExplainer(b)];
    this.deviations = ([0, 1] as const).flatMap((side) => {
      const { deviations } = this.models[side];
      const ids = mendable(this.models[side]);
      return deviations
        .filter(({ id }) => ids.includes(id))
        .map((deviation) => ({ side, deviation }));
    });
  }

  /** What one of the two shows with deviations mended; those of the other side do not matter. */
  shown(side: 0 | 1, mended: readonly MpuPairDeviation[], program: EncodedMpuProgram): Int32Array {
    const left = this.deviations.filter((one) => one.side === side && !mended.includes(one));
    return this.explainers[side].with(
      left.map(({ deviation }) => deviation.id),
      program,
    );
  }

  /** The first step at which the two differ with deviations mended, or −1. */
  differsAt(program: EncodedMpuProgram, mended: readonly MpuPairDeviation[] = []): number {
    return firstMpuDifference(this.shown(0, mended, program), this.shown(1, mended, program));
  }

  /** The fewest deviations that, mended, make a difference vanish; nothing if all of them do not. */
  causes(program: EncodedMpuProgram): readonly MpuPairDeviation[] | undefined {
    const explain = (mended: readonly MpuPairDeviation[]): boolean =>
      this.differsAt(program, mended) < 0;
    return explain(this.deviations) ? smallestSubset(this.deviations, explain) : undefined;
  }

  /** Whether the two differ, and still do with all deviations mended but some. */
  differWith(left: readonly MpuPairDeviation[], program: EncodedMpuProgram): boolean {
    const mended = this.deviations.filter((one) => !left.includes(one));
    return this.differsAt(program, mended) >= 0 && this.differsAt(program) >= 0;
  }
}
