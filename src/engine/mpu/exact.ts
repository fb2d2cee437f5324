import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import {
  MPU_KIND,
  MPU_STRIDE,
  MpuOutcome,
  MpuStepKind,
  OBSERVED_LOW,
  OBSERVED_OUTCOME,
  OBSERVED_STRIDE,
} from '../../../models/contract/mpu-encoded';
import type { MpuMachine } from '../../../models/contract/mpu';
import type {
  MpuProcessorImplementation,
  RemoteMpuProcessor,
} from '../../../models/contract/mpu-implementation';
import { InputError, TargetDied } from '../../errors';
import { MpuGenerator } from '../../workload/mpu/generator';
import { smallestSubset } from '../smallest-subset';
import { mendable } from '../variants';
import { withReservedBits } from './reserved-bits';
import type { MpuTwin, MpuTwinProcessor } from './twin';
import { faultReasonNames } from './twin';

/** A real processor that tells the status codes of faults as well. */
export interface ExactMpuTarget extends MpuProcessorImplementation {
  machine: MpuMachine;
  memory: { first: number; last: number };
  open(): ExactMpuRemote;
}

export interface ExactMpuRemote extends RemoteMpuProcessor {
  /** @param codes if given: for each step the status code of its fault, 0 where there was none */
  run(
    programs: readonly EncodedMpuProgram[],
    observations: readonly Int32Array[],
    codes?: readonly Uint8Array[],
  ): Promise<(Error | undefined)[]>;
}

/** What a comparison of a real processor with its twin is made of. */
export interface MpuExactOptions {
  target: ExactMpuTarget;
  twin: MpuTwin;
  seed: number;
  runs?: number;
  seconds?: number;
  /** Most steps of a program; the generator's own limit if not given. */
  maxSteps?: number;
  signal?: AbortSignal;
  onProgress?: (result: MpuExactResult) => void;
}

/** What a deviation of the twin came to. */
export interface ShownDeviation {
  /** Programs that show it. */
  programs: number;
  /** The first program that shows it alone. */
  alone?: number;
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
  /** Faults by reason and status code: `no region 0b001100`. */
  faultCodes: Record<string, number>;
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
  codes: Uint8Array;
  error?: Error;
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

/** First step that two show differently, or −1. */
export function firstMpuDifference(one: Int32Array, two: Int32Array): number {
  for (let word = 0; word < one.length; word++) {
    if (one[word] !== two[word]) return Math.floor(word / OBSERVED_STRIDE);
  }
  return -1;
}

/** Runs fresh random programs on a real processor and on its twin, and compares all they show. */
export class MpuExactness {
  private readonly ids: readonly string[];
  private readonly twins = new Map<string, MpuTwinProcessor>();
  private readonly result: MpuExactResult = {
    programs: 0,
    steps: 0,
    probes: 0,
    equal: 0,
    differing: [],
    sameVerdict: 0,
    conforming: 0,
    deviations: {},
    faultCodes: {},
    refused: 0,
    failed: [],
    seconds: 0,
    interrupted: false,
  };

  constructor(private readonly options: MpuExactOptions) {
    this.ids = mendable(options.twin);
  }

  async run(): Promise<MpuExactResult> {
    const { options, result } = this;
    const started = performance.now();
    const elapsed = (): number => (performance.now() - started) / 1000;
    const remote = options.target.open();
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
    try {
      let finished: Piece[] = [];
      for (let pieces = prepare(); pieces.length > 0;) {
        // The target is busy with one batch while the next is made and the last is judged.
        const running = this.execute(remote, pieces);
        const next = prepare();
        for (const piece of finished) this.judge(piece);
        result.seconds = elapsed();
        options.onProgress?.(result);
        await running;
        finished = pieces;
        pieces = next;
      }
      for (const piece of finished) this.judge(piece);
    } finally {
      await remote.close();
    }
    result.seconds = elapsed();
    result.interrupted = options.signal?.aborted === true;
    return result;
  }

  private piece(index: number): Piece {
    const program = exactMpuProgram(this.options, index);
    const observations = new Int32Array(program.length * OBSERVED_STRIDE);
    return { index, program, observations, codes: new Uint8Array(program.length) };
  }

  private async execute(remote: ExactMpuRemote, pieces: readonly Piece[]): Promise<void> {
    try {
      const errors = await remote.run(
        pieces.map(({ program }) => program),
        pieces.map(({ observations }) => observations),
        pieces.map(({ codes }) => codes),
      );
      pieces.forEach((piece, n) => (piece.error = errors[n]));
    } catch (error) {
      if (!(error instanceof TargetDied)) throw error;
      // Of which one did it die?
      if (pieces.length === 1) pieces[0].error = error;
      else for (const piece of pieces) await this.execute(remote, [piece]);
    }
  }

  private judge({ index, program, observations, codes, error }: Piece): void {
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
    const reasons = new Uint8Array(program.length);
    const step = firstMpuDifference(this.shown(this.ids, program, reasons), observations);
    this.count(program, observations, codes, reasons);
    if (step >= 0) {
      result.differing.push({ index, step });
      return;
    }
    result.equal++;
    const causes = this.causes(program, observations);
    if (causes.length === 0) result.conforming++;
    for (const id of causes) {
      const deviation = (result.deviations[id] ??= { programs: 0 });
      deviation.programs++;
      if (causes.length === 1) deviation.alone ??= index;
    }
  }

  /** The fewest deviations with which the architecture's answer is that of the target. */
  private causes(program: EncodedMpuProgram, observations: Int32Array): readonly string[] {
    const explain = (ids: readonly string[]): boolean =>
      firstMpuDifference(this.shown(ids, program), observations) < 0;
    return explain([]) ? [] : smallestSubset(this.ids, explain);
  }

  /** What the twin shows with no deviations but these. */
  private shown(
    ids: readonly string[],
    program: EncodedMpuProgram,
    reasons?: Uint8Array,
  ): Int32Array {
    const key = ids.join();
    let twin = this.twins.get(key);
    if (!twin) {
      const { twin: whole, target } = this.options;
      const mended = this.ids.filter((id) => !ids.includes(id));
      twin = whole.repaired(mended).create(target.machine);
      this.twins.set(key, twin);
    }
    const observations = new Int32Array(program.length * OBSERVED_STRIDE);
    twin.run(program, observations, reasons);
    return observations;
  }

  /** @param reasons those of the twin */
  private count(
    program: EncodedMpuProgram,
    observations: Int32Array,
    codes: Uint8Array,
    reasons: Uint8Array,
  ): void {
    const { result } = this;
    const expected = this.shown([], program);
    for (let number = 0; number < program.length; number++) {
      if (program.steps[number * MPU_STRIDE + MPU_KIND] !== MpuStepKind.Probe) continue;
      result.probes++;
      if (verdict(expected, number) === verdict(observations, number)) result.sameVerdict++;
      if (codes[number] === 0) continue;
      const code = codes[number].toString(2).padStart(6, '0');
      const key = `${faultReasonNames[reasons[number]]} 0b${code}`;
      result.faultCodes[key] = (result.faultCodes[key] ?? 0) + 1;
    }
  }
}

/** 0: allowed; else the stage of the fault. */
function verdict(observations: Int32Array, number: number): number {
  const at = number * OBSERVED_STRIDE;
  const isFault = observations[at + OBSERVED_OUTCOME] === MpuOutcome.Fault;
  return isFault ? observations[at + OBSERVED_LOW] : 0;
}
