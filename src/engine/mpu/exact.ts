import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import {
  MPU_KIND,
  MPU_STRIDE,
  MpuOutcome,
  MpuStepKind,
  OBSERVED_LOW,
  OBSERVED_OUTCOME,
  OBSERVED_STRIDE,
  firstMpuDifference,
} from '../../../models/contract/mpu-encoded';
import type { MpuMachine } from '../../../models/contract/mpu';
import type {
  MpuProcessorImplementation,
  RemoteMpuProcessor,
} from '../../../models/contract/mpu-implementation';
import { InputError, TargetDied } from '../../errors';
import { MpuGenerator } from '../../workload/mpu/generator';
import { MpuExplainer, Showing } from './explain';
import { withReservedBits } from './reserved-bits';
import type { MpuTwin } from './twin';

/** A real processor: one machine. */
export interface ExactMpuTarget extends MpuProcessorImplementation {
  machine: MpuMachine;
  memory: { first: number; last: number };
  open(): RemoteMpuProcessor;
}

/** What a comparison of a real processor with its twin is made of. */
export interface MpuExactOptions {
  target: ExactMpuTarget;
  twin: MpuTwin;
  seed: number;
  runs?: number;
  seconds?: number;
  /** Targets side by side; one if not given. */
  lanes?: number;
  /** Most steps of a program; the generator's own limit if not given. */
  maxSteps?: number;
  signal?: AbortSignal;
  onProgress?: (result: MpuExactResult) => void;
}

/** What a deviation of the twin came to. */
export interface ShownDeviation {
  /** Programs that show it. */
  programs: number;
  /** The first of the programs with a step that shows it best, and shows no other one. */
  first?: number;
  /** How well that one shows it. */
  showing: Showing;
}

export interface MpuExactResult {
  programs: number;
  steps: number;
  probes: number;
  /** Programs on which target and twin show the same. */
  equal: number;
  /** The others: number, and the first step that differs. */
  differing: { index: number; step: number }[];
  /** Probes that the architecture answers as the target does: allowed, or the stage of the fault. */
  sameVerdict: number;
  /** Programs on which the target shows what the architecture says. */
  conforming: number;
  /** Deviations that the programs showed, by id. */
  deviations: Record<string, ShownDeviation>;
  /** Programs that cannot run there: they map where the probe is. */
  refused: number;
  /** Programs on which the target died or contradicted itself. */
  failed: { index: number; error: Error }[];
  seconds: number;
  interrupted: boolean;
}

interface Piece {
  index: number;
  program: EncodedMpuProgram;
  observations: Int32Array;
  error?: Error;
}

interface Batch {
  remote: RemoteMpuProcessor;
  pieces: readonly Piece[];
  running: Promise<void>;
}

/** Programs that the target gets at once. */
const BATCH = 100;
/** One program in so many writes RES0 bits. */
const RESERVED = 16;

/** Program (seed, index) of a comparison. */
export function exactMpuProgram(
  { target, seed, maxSteps }: MpuExactOptions,
  index: number,
): EncodedMpuProgram {
  const { machine, memory } = target;
  const generator = new MpuGenerator(seed, { machines: [machine], memory, maxSteps });
  const program = generator.newProgram();
  generator.generate(index, program);
  return index % RESERVED === RESERVED - 1 ? withReservedBits(program) : program;
}

/** Runs fresh random programs on a real processor and on its twin, and compares all they show. */
export class MpuExactness {
  private readonly explainer: MpuExplainer;
  private readonly result: MpuExactResult = {
    programs: 0,
    steps: 0,
    probes: 0,
    equal: 0,
    differing: [],
    sameVerdict: 0,
    conforming: 0,
    deviations: {},
    refused: 0,
    failed: [],
    seconds: 0,
    interrupted: false,
  };

  constructor(private readonly options: MpuExactOptions) {
    this.explainer = new MpuExplainer(options.twin);
  }

  async run(): Promise<MpuExactResult> {
    const { options, result } = this;
    const beginning = performance.now();
    const elapsed = (): number => (performance.now() - beginning) / 1000;
    const remotes = Array.from({ length: options.lanes ?? 1 }, () => options.target.open());
    let index = 0;
    const prepare = (): Piece[] => {
      const isOver =
        options.signal?.aborted === true ||
        (options.seconds !== undefined && elapsed() >= options.seconds);
      const end = isOver ? index : Math.min(index + BATCH, options.runs ?? Infinity);
      const pieces: Piece[] = [];
      for (; index < end; index++) pieces.push(this.piece(index));
      return pieces;
    };
    const started: Batch[] = [];
    let next = prepare();
    const start = (remote: RemoteMpuProcessor): void => {
      if (next.length === 0) return;
      const running = this.execute(remote, next);
      // Its error is thrown when its turn comes, or is that of a remote closed for another one's.
      running.catch(() => undefined);
      started.push({ remote, pieces: next, running });
      next = prepare();
    };
    try {
      remotes.forEach(start);
      // In the order of their programs: which one shows something first does not depend on time.
      for (let batch = started.shift(); batch; batch = started.shift()) {
        await batch.running;
        // The target is busy with one batch while another is judged.
        start(batch.remote);
        for (const piece of batch.pieces) this.judge(piece);
        result.seconds = elapsed();
        options.onProgress?.(result);
      }
    } finally {
      await Promise.all(remotes.map((remote) => remote.close()));
    }
    result.seconds = elapsed();
    result.interrupted = options.signal?.aborted === true;
    return result;
  }

  private piece(index: number): Piece {
    const program = exactMpuProgram(this.options, index);
    const observations = new Int32Array(program.length * OBSERVED_STRIDE);
    return { index, program, observations };
  }

  private async execute(remote: RemoteMpuProcessor, pieces: readonly Piece[]): Promise<void> {
    try {
      const errors = await remote.run(
        pieces.map(({ program }) => program),
        pieces.map(({ observations }) => observations),
      );
      pieces.forEach((piece, n) => (piece.error = errors[n]));
    } catch (error) {
      if (!(error instanceof TargetDied)) throw error;
      // Of which one did it die?
      if (pieces.length === 1) pieces[0].error = error;
      else for (const piece of pieces) await this.execute(remote, [piece]);
    }
  }

  private judge({ index, program, observations, error }: Piece): void {
    const { result } = this;
    result.programs++;
    result.steps += program.length;
    if (error instanceof InputError) {
      result.refused++;
      return;
    }
    if (error) {
      result.failed.push({ index, error });
      return;
    }
    this.count(program, observations);
    const step = firstMpuDifference(this.explainer.twin(program), observations);
    if (step >= 0) {
      result.differing.push({ index, step });
      return;
    }
    result.equal++;
    const causes = this.explainer.causes(program, observations);
    if (causes.length === 0) result.conforming++;
    for (const id of causes) {
      const deviation = (result.deviations[id] ??= { programs: 0, showing: Showing.Nothing });
      deviation.programs++;
      if (deviation.showing === Showing.More) continue;
      const showing = this.explainer.shows(id, program, observations);
      if (showing > deviation.showing) Object.assign(deviation, { first: index, showing });
    }
  }

  private count(program: EncodedMpuProgram, observations: Int32Array): void {
    const { result } = this;
    const expected = this.explainer.architecture(program);
    for (let number = 0; number < program.length; number++) {
      if (program.steps[number * MPU_STRIDE + MPU_KIND] !== MpuStepKind.Probe) continue;
      result.probes++;
      if (verdict(expected, number) === verdict(observations, number)) result.sameVerdict++;
    }
  }
}

/** 0: allowed; else the stage of the fault. */
function verdict(observations: Int32Array, number: number): number {
  const at = number * OBSERVED_STRIDE;
  const isFault = observations[at + OBSERVED_OUTCOME] === MpuOutcome.Fault;
  return isFault ? observations[at + OBSERVED_LOW] : 0;
}
