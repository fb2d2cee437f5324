import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import { firstMpuDifference, OBSERVED_STRIDE } from '../../../models/contract/mpu-encoded';
import type {
  MpuProcessorImplementation,
  RemoteMpuProcessor,
} from '../../../models/contract/mpu-implementation';
import type { MpuProgram } from '../../../models/contract/mpu';
import { InputError, TargetDied } from '../../errors';
import { decodeMpu } from '../../workload/mpu/encode';
import type { HuntProgress } from '../hunt';
import type { Surprise } from '../real-ones';
import type { MpuPairDeviation } from './pair';
import { MpuPair } from './pair';
import { Programs } from './pieces';

/** What a hunt for differences of two processors is made of. */
export interface MpuHuntOptions {
  pair: readonly [MpuProcessorImplementation, MpuProcessorImplementation];
  seed: number;
  /** Stop after this many programs, … */
  runs?: number;
  /** … or after this many seconds. One of the two. */
  seconds?: number;
  signal?: AbortSignal;
  onProgress?: (progress: HuntProgress) => void;
}

/** Programs on which the two differ because of a deviation, alone or with others. */
export interface MpuHuntCause {
  deviation: MpuPairDeviation;
  hits: number;
  /** The first of them. */
  program: MpuProgram;
}

export interface MpuHuntResult {
  programs: number;
  agreed: number;
  /** Programs that something elsewhere could not run. */
  refused: number;
  known: readonly MpuHuntCause[];
  /** Programs on which the two differ with all deviations mended, too; and the first of them. */
  unexplainedPrograms: number;
  unexplained: readonly MpuProgram[];
  /** Programs on which something real died, or was not as its model. */
  surprises: readonly Surprise[];
  interrupted: boolean;
}

/** Programs in one go. */
const AT_ONCE = 100;
/** Programs that nothing explains which are kept. */
const KEPT = 5;

/** Runs fresh random programs on two processors, and tells where the differences come from. */
export class MpuHunt {
  /** Models of the two. */
  readonly models: MpuPair;
  private readonly programs: Programs;
  private readonly known = new Map<MpuPairDeviation, MpuHuntCause>();
  private readonly unexplained: MpuProgram[] = [];
  private readonly surprises: Surprise[] = [];
  private count = 0;
  private steps = 0;
  private agreed = 0;
  private refused = 0;
  private unexplainedPrograms = 0;

  constructor(private readonly options: MpuHuntOptions) {
    this.models = new MpuPair(options.pair);
    this.programs = new Programs(options.pair, options.seed);
  }

  async run(): Promise<MpuHuntResult> {
    const { runs, seconds, signal, pair, onProgress } = this.options;
    const started = performance.now();
    const elapsed = (): number => (performance.now() - started) / 1000;
    const isDone = (): boolean =>
      signal?.aborted === true ||
      this.count >= (runs ?? Infinity) ||
      elapsed() >= (seconds ?? Infinity);
    const remotes = pair.map((one) => one.open?.());
    try {
      while (!isDone()) {
        await this.batch(Math.min(AT_ONCE, (runs ?? Infinity) - this.count), remotes);
        onProgress?.({
          ...{ workloads: this.count, steps: this.steps, seconds: elapsed() },
          ...{ causes: this.known.size, unexplained: this.unexplainedPrograms },
          surprises: this.surprises.length,
        });
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      for (const remote of remotes) await remote?.close();
    }
    return {
      programs: this.count,
      agreed: this.agreed,
      refused: this.refused,
      known: [...this.known.values()],
      unexplainedPrograms: this.unexplainedPrograms,
      unexplained: this.unexplained,
      surprises: this.surprises,
      interrupted: signal?.aborted === true,
    };
  }

  private async batch(
    size: number,
    remotes: readonly (RemoteMpuProcessor | undefined)[],
  ): Promise<void> {
    const first = this.count;
    const programs = Array.from({ length: size }, (_, n) => this.programs.make(first + n));
    this.count += size;
    const shown = [
      await this.shown(0, first, programs, remotes[0]),
      await this.shown(1, first, programs, remotes[1]),
    ];
    programs.forEach((program, n) => {
      this.steps += program.length;
      const [a, b] = [shown[0][n], shown[1][n]];
      if (!a || !b) return;
      if (firstMpuDifference(a, b) < 0) this.agreed++;
      else this.explain(program, first + n);
    });
  }

  /** What one of the two shows; nothing where it cannot, or where it is not as its model. */
  private async shown(
    side: 0 | 1,
    first: number,
    programs: readonly EncodedMpuProgram[],
    remote: RemoteMpuProcessor | undefined,
  ): Promise<(Int32Array | undefined)[]> {
    const expected = programs.map((program) => this.models.shown(side, [], program));
    if (!remote) return expected;
    const implementation = this.options.pair[side].id;
    const observations = programs.map(({ length }) => new Int32Array(length * OBSERVED_STRIDE));
    let errors: (Error | undefined)[];
    try {
      errors = await remote.run(programs, observations);
    } catch (error) {
      if (!(error instanceof TargetDied)) throw error;
      this.surprises.push({ implementation, index: first, died: error });
      return programs.map(() => undefined);
    }
    return observations.map((one, n) => {
      const error = errors[n];
      if (error && !(error instanceof InputError)) throw error;
      if (error) this.refused++;
      if (error) return undefined;
      const step = firstMpuDifference(one, expected[n]);
      if (step < 0) return one;
      this.surprises.push({ implementation, index: first + n, step });
      return undefined;
    });
  }

  private explain(encoded: EncodedMpuProgram, index: number): void {
    const causes = this.models.causes(encoded);
    const program = (): MpuProgram => decodeMpu(encoded, { seed: this.options.seed, index });
    if (!causes) {
      this.unexplainedPrograms++;
      if (this.unexplained.length < KEPT) this.unexplained.push(program());
      return;
    }
    for (const deviation of causes) {
      const cause = this.known.get(deviation);
      if (cause) cause.hits++;
      else this.known.set(deviation, { deviation, hits: 1, program: program() });
    }
  }
}
