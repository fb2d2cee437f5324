import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import { firstMpuDifference } from '../../../models/contract/mpu-encoded';
import type {
  MpuImplementation,
  MpuProcessorImplementation,
} from '../../../models/contract/mpu-implementation';
import { MpuExplainer } from './explain';
import type { MpuPiece } from './runner';

/** What two processors showed of the same region programs. */
export interface MpuDifference {
  pair: readonly [number, number];
  programs: number;
  /** Programs of which they showed different things that no documented deviation explains. */
  differing: number;
  /** The first of them, and what the two showed of it. */
  first?: { piece: MpuPiece; shown: readonly [Int32Array, Int32Array] };
  /** Programs of which they showed different things that deviations explain. */
  explained: number;
  /** Deviations they come from, with how many programs. */
  causes: Map<string, number>;
}

/** Compares two processors: two that are meant to be right, or one of them with a real one. */
export class MpuComparison {
  readonly result: MpuDifference;
  /** Of the one that is real, with its place in the pair. */
  private readonly real: { explainer: MpuExplainer; place: 0 | 1 } | undefined;

  constructor(pair: readonly [number, number], implementations: readonly MpuImplementation[]) {
    this.result = { pair, programs: 0, differing: 0, explained: 0, causes: new Map() };
    for (const place of [0, 1] as const) {
      const one = implementations[pair[place]];
      if (isReal(one)) this.real = { explainer: new MpuExplainer(one.twin!), place };
    }
  }

  /** @param shown what the two showed of a program */
  add(
    program: EncodedMpuProgram,
    shown: readonly [Int32Array, Int32Array],
    pieceOf: () => MpuPiece,
  ): void {
    const { result } = this;
    result.programs++;
    if (firstMpuDifference(...shown) < 0) return;
    const causes = this.causes(program, shown);
    if (causes.length > 0) {
      result.explained++;
      for (const id of causes) result.causes.set(id, (result.causes.get(id) ?? 0) + 1);
    } else if (result.differing++ === 0) {
      result.first = { piece: pieceOf(), shown: [shown[0].slice(), shown[1].slice()] };
    }
  }

  /** Deviations of the real one that make the whole difference; none if something is left over. */
  private causes(
    program: EncodedMpuProgram,
    shown: readonly [Int32Array, Int32Array],
  ): readonly string[] {
    if (!this.real) return [];
    const { explainer, place } = this.real;
    const isAsModelled =
      firstMpuDifference(explainer.twin(program), shown[place]) < 0 &&
      firstMpuDifference(explainer.architecture(program), shown[1 - place]) < 0;
    return isAsModelled ? explainer.causes(program, shown[place]) : [];
  }
}

/** Whether it runs elsewhere and there is a model of it. */
export function isReal(one: MpuImplementation): one is MpuProcessorImplementation {
  return one.kind === 'processor' && one.open !== undefined && one.twin !== undefined;
}

/** Whether it is meant to show what the architecture says. */
function isFaithful(one: MpuImplementation): boolean {
  return one.kind === 'processor' && !one.open && one.deviations.length === 0;
}

/** The comparisons that tell something. Of a model with known deviations one tells little. */
export function comparisonsOf(implementations: readonly MpuImplementation[]): MpuComparison[] {
  return implementations.flatMap((a, i) =>
    implementations.flatMap((b, j) => {
      const isTold =
        (isFaithful(a) && isFaithful(b)) ||
        (isFaithful(a) && isReal(b)) ||
        (isReal(a) && isFaithful(b));
      return i < j && isTold ? [new MpuComparison([i, j], implementations)] : [];
    }),
  );
}
