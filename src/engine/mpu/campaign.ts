import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import { OBSERVED_STRIDE } from '../../../models/contract/mpu-encoded';
import type {
  MpuImplementation,
  RemoteMpuProcessor,
} from '../../../models/contract/mpu-implementation';
import type { MpuRequirement } from '../../../properties/mpu/requirement';
import { InputError, TargetDied } from '../../errors';
import { decodeMpu } from '../../workload/mpu/encode';
import { MpuCauses } from './causes';
import type { MpuComparison, MpuDifference } from './compare';
import { comparisonsOf } from './compare';
import type { Break } from './judge';
import { Programs, Scripts } from './pieces';
import type { MpuPiece } from './runner';
import { canBe, MpuRunner } from './runner';

/** What a campaign on MPUs is made of. */
export interface MpuCampaignOptions {
  implementations: readonly MpuImplementation[];
  requirements: readonly MpuRequirement[];
  seed: number;
  /** Stop after this many rounds, each one region program and one script, … */
  runs?: number;
  /** … or after this many seconds. One of the two. */
  seconds?: number;
  signal?: AbortSignal;
  onProgress?: (progress: MpuProgress) => void;
}

export interface MpuProgress {
  /** Rounds. */
  workloads: number;
  seconds: number;
  /** Requirements broken so far that no deviation explains. */
  failures: number;
}

/** A requirement that an implementation broke. */
export interface MpuFailure {
  implementation: number;
  requirement: number;
  /** The first piece that broke it; of those that no deviation explains, if there are any. */
  piece: MpuPiece;
  /** Pieces that broke it. */
  hits: number;
  /** Those of them that no documented deviation explains. */
  unexplained: number;
  /** Deviations it comes from, with how many pieces. */
  causes: Map<string, number>;
}

export interface MpuDeath {
  implementation: number;
  index: number;
  died: TargetDied;
}

export interface MpuCampaignResult {
  programs: number;
  scripts: number;
  /** Region programs that something elsewhere could not run. */
  refused: number;
  /** Steps executed and judged, over all implementations. */
  steps: number;
  seconds: number;
  interrupted: boolean;
  runners: readonly MpuRunner[];
  failures: readonly MpuFailure[];
  differences: readonly MpuDifference[];
  deaths: readonly MpuDeath[];
}

/** How long to work before letting signals and the screen have their turn. */
const SLICE_MS = 40;
/** Region programs in one go of what runs elsewhere. */
const AT_ONCE = 256;
/** Pieces of each failure of which the deviations are found out one by one: the first, … */
const DETAILED = 5;
/** … and then ever fewer: the 8th, the 16th, the 32nd. */
const isDetailed = (hits: number): boolean => hits <= DETAILED || (hits & (hits - 1)) === 0;

/** Generates region programs and scripts, runs them, judges them, and compares processors. */
export class MpuCampaign {
  private readonly runners: MpuRunner[];
  private readonly failures = new Map<string, MpuFailure>();
  private readonly causes: readonly MpuCauses[];
  private readonly comparisons: readonly MpuComparison[];
  private readonly deaths: MpuDeath[] = [];
  private readonly programs: Programs;
  private readonly scripts: Scripts;
  private rounds = 0;
  private scriptCount = 0;
  private programCount = 0;
  private steps = 0;
  private refused = 0;

  constructor(private readonly options: MpuCampaignOptions) {
    const { implementations, requirements, seed } = options;
    this.runners = implementations.map((one) => new MpuRunner(one, requirements));
    this.causes = implementations.map((one) => new MpuCauses(one, requirements));
    const processors = implementations.flatMap((one) => (one.kind === 'processor' ? [one] : []));
    this.programs = new Programs(processors, seed);
    this.scripts = new Scripts(seed);
    this.comparisons = comparisonsOf(implementations);
  }

  async run(): Promise<MpuCampaignResult> {
    const { runs, seconds, signal, implementations } = this.options;
    const started = performance.now();
    const elapsed = (): number => (performance.now() - started) / 1000;
    const done = (): boolean =>
      signal?.aborted === true ||
      (runs !== undefined && this.rounds >= runs) ||
      (seconds !== undefined && elapsed() >= seconds);
    const remotes = implementations.map((one) =>
      one.kind === 'processor' ? one.open?.() : undefined,
    );
    const isElsewhere = remotes.some((remote) => remote !== undefined);
    try {
      while (!done()) {
        if (isElsewhere) {
          const left = runs === undefined ? AT_ONCE : Math.min(AT_ONCE, runs - this.rounds);
          await this.together(left, remotes);
        } else {
          const sliceEnd = performance.now() + SLICE_MS;
          do await this.together(1, remotes);
          while (performance.now() < sliceEnd && !done());
        }
        const failures = [...this.failures.values()].filter((f) => f.unexplained > 0).length;
        this.options.onProgress?.({ workloads: this.rounds, seconds: elapsed(), failures });
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      await Promise.all(remotes.map((remote) => remote?.close()));
    }
    return {
      programs: this.programCount,
      scripts: this.scriptCount,
      refused: this.refused,
      steps: this.steps,
      seconds: elapsed(),
      interrupted: signal?.aborted === true,
      runners: this.runners,
      failures: [...this.failures.values()],
      differences: this.comparisons.map(({ result }) => result),
      deaths: this.deaths,
    };
  }

  /** Some rounds: the region programs of them go together, which is what suits those elsewhere. */
  private async together(
    count: number,
    remotes: readonly (RemoteMpuProcessor | undefined)[],
  ): Promise<void> {
    const first = this.rounds;
    this.rounds += count;
    if (!this.programs.isEmpty) await this.runPrograms(first, count, remotes);
    for (let index = first; index < first + count; index++) this.runScripts(index);
  }

  private async runPrograms(
    first: number,
    count: number,
    remotes: readonly (RemoteMpuProcessor | undefined)[],
  ): Promise<void> {
    const { implementations } = this.options;
    const programs = Array.from({ length: count }, (_, n) => this.programs.make(first + n));
    this.programCount += count;
    const shown: (Int32Array | undefined)[][] = [];
    for (const [i, implementation] of implementations.entries()) {
      shown[i] = programs.map(() => undefined);
      if (implementation.kind !== 'processor') continue;
      const mine = [...programs.keys()].filter((n) =>
        canBe(implementation.machines, programs[n].machine),
      );
      const given = mine.map((n) => programs[n]);
      const observations = given.map(({ length }) => new Int32Array(length * OBSERVED_STRIDE));
      const remote = remotes[i];
      const refused = remote && (await this.elsewhere(remote, i, first, given, observations));
      mine.forEach((n, at) => {
        if (refused?.[at]) return;
        shown[i][n] = observations[at];
        this.steps += programs[n].length;
        const runner = this.runners[i];
        const breaks = remote
          ? runner.judgeProgram(programs[n], observations[at])
          : runner.runProgram(programs[n], observations[at]);
        this.note(i, breaks, () => this.asPiece(programs[n], first + n));
      });
    }
    for (const comparison of this.comparisons) {
      const [a, b] = comparison.result.pair;
      programs.forEach((program, n) => {
        const [left, right] = [shown[a][n], shown[b][n]];
        if (!left || !right) return;
        comparison.add(program, [left, right], () => this.asPiece(program, first + n));
      });
    }
  }

  /** @returns for each program whether there is nothing to judge */
  private async elsewhere(
    remote: RemoteMpuProcessor,
    implementation: number,
    index: number,
    programs: readonly EncodedMpuProgram[],
    observations: readonly Int32Array[],
  ): Promise<boolean[]> {
    try {
      const errors = await remote.run(programs, observations);
      return programs.map((_, n) => {
        const error = errors[n];
        // It may map what the other side needs itself; anything else must not be.
        if (error && !(error instanceof InputError)) throw error;
        if (error) this.refused++;
        return error !== undefined;
      });
    } catch (error) {
      if (!(error instanceof TargetDied)) throw error;
      this.deaths.push({ implementation, index, died: error });
      return programs.map(() => true);
    }
  }

  private runScripts(index: number): void {
    this.options.implementations.forEach((implementation, i) => {
      if (implementation.kind !== 'hypervisor') return;
      const script = this.scripts.make(implementation, index);
      this.scriptCount++;
      this.steps += script.steps.length;
      const { breaks } = this.runners[i].runScript(script);
      this.note(i, breaks, () => script);
    });
  }

  private asPiece(program: EncodedMpuProgram, index: number): MpuPiece {
    return decodeMpu(program, { seed: this.options.seed, index });
  }

  private note(implementation: number, breaks: readonly Break[], pieceOf: () => MpuPiece): void {
    if (breaks.length === 0) return;
    const piece = pieceOf();
    const causes = this.causes[implementation];
    const broken = breaks.map(({ requirement }) => requirement);
    const unexplained = causes.unexplained(piece, broken);
    for (const requirement of broken) {
      const failure = this.failure(implementation, requirement, piece);
      failure.hits++;
      if (unexplained.includes(requirement)) {
        if (failure.unexplained++ === 0) failure.piece = piece;
      } else if (isDetailed(failure.hits)) {
        for (const id of causes.of(piece, requirement)) {
          failure.causes.set(id, (failure.causes.get(id) ?? 0) + 1);
        }
      }
    }
  }

  private failure(implementation: number, requirement: number, piece: MpuPiece): MpuFailure {
    const key = `${implementation} ${requirement}`;
    let failure = this.failures.get(key);
    if (!failure) {
      failure = { implementation, requirement, piece, hits: 0, unexplained: 0, causes: new Map() };
      this.failures.set(key, failure);
    }
    return failure;
  }
}
