import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Implementation, OpenOptions } from '../../models/contract/implementation';
import { KIND, STEP_KINDS, StepKind, STRIDE } from '../../models/contract/encoded';
import { SPURIOUS } from '../../models/contract/machine';
import { Outcome } from '../../models/contract/observation';
import type { Trace } from '../../models/contract/trace';
import { TargetDied } from '../errors';
import { Generator } from '../workload/generator';
import { stepNames } from '../workload/names';
import { inOrder } from './ahead';
import type { Unlike } from './as-twin';
import { AsTwin } from './as-twin';
import { Lanes } from './lanes';
import { isForetold } from './real-ones';
import type { Statistics } from './statistics';

/** What a comparison of a real target with its twin is made of. */
export interface ExactOptions {
  target: Implementation;
  seed: number;
  runs?: number;
  seconds?: number;
  /** Steps of each workload. */
  steps: number;
  hostile: number;
  /** GIC versions to run. */
  gic: readonly (2 | 3)[];
  lanes: number;
  /** How the target is opened: with `state`, what is kept per interrupt is compared, too. */
  open?: OpenOptions;
  signal?: AbortSignal;
  onProgress?: (progress: ExactProgress) => void;
}

export interface ExactProgress {
  workloads: number;
  steps: number;
  seconds: number;
  differing: number;
}

/** A workload on which target and twin do not show the same. */
export interface Deviating extends Unlike {
  index: number;
  /** What the target showed when the workload was run again on a new one. */
  again: 'same' | 'as the twin' | 'something else';
}

export interface ExactResult {
  workloads: number;
  /** Those with identical traces. */
  equal: number;
  /** Free-running: those that the twin shows with exits at some places, and how many exits. */
  allowed: number;
  exits: number;
  /** Those on which the target hung, and the twin says that a vCPU makes no progress any more. */
  predictedHangs: number;
  steps: number;
  /** Acknowledgements that returned an interrupt. */
  acknowledged: number;
  seconds: number;
  interrupted: boolean;
  differing: Deviating[];
  deaths: { index: number; died: TargetDied }[];
  /** Steps by kind. */
  kinds: Statistics;
}

interface Piece {
  index: number;
  workload: EncodedWorkload;
}

/** Workloads in flight per lane: the next one is ready when one ends. */
const AHEAD = 2;

/** The generator of such a comparison's workloads. */
export function exactGenerator(options: ExactOptions): Generator {
  const { target, gic, seed, steps, hostile } = options;
  const offers = [{ ...target.capabilities, gic }];
  return new Generator(seed, { offers, maxSteps: steps, leastSteps: steps, hostile });
}

/** Runs fresh random workloads on a real target and on its twin, and compares the traces whole. */
export class Exactness {
  private readonly generator: Generator;
  private readonly twin: AsTwin;
  private readonly lanes: Lanes;
  private readonly result: ExactResult = {
    workloads: 0,
    equal: 0,
    allowed: 0,
    exits: 0,
    predictedHangs: 0,
    steps: 0,
    acknowledged: 0,
    seconds: 0,
    interrupted: false,
    differing: [],
    deaths: [],
    kinds: {},
  };

  constructor(private readonly options: ExactOptions) {
    this.generator = exactGenerator(options);
    this.twin = new AsTwin(options.target, options.open ?? {});
    this.lanes = new Lanes(options.target, options.lanes, options.open);
    for (let kind = 0; kind < STEP_KINDS; kind++) this.result.kinds[stepNames[kind]] = 0;
  }

  async run(): Promise<ExactResult> {
    const { options, result } = this;
    const started = performance.now();
    const elapsed = (): number => (performance.now() - started) / 1000;
    let index = 0;
    const done = (): boolean =>
      options.signal?.aborted === true ||
      (options.runs !== undefined && index >= options.runs) ||
      (options.seconds !== undefined && elapsed() >= options.seconds);
    try {
      await inOrder(
        options.lanes * AHEAD,
        () => (done() ? undefined : this.start(index++)),
        async (piece, shown) => {
          await this.finish(piece, shown);
          result.seconds = elapsed();
          const { workloads, steps, seconds } = result;
          options.onProgress?.({ workloads, steps, seconds, differing: result.differing.length });
        },
      );
    } finally {
      await this.lanes.close();
    }
    result.interrupted = options.signal?.aborted === true;
    return result;
  }

  private start(index: number): { piece: Piece; result: Promise<Trace | TargetDied> } {
    const workload = this.generator.newWorkload();
    this.generator.generate(0, index, workload);
    return { piece: { index, workload }, result: this.lanes.run(workload) };
  }

  private async finish({ index, workload }: Piece, shown: Trace | TargetDied): Promise<void> {
    const { result } = this;
    result.workloads++;
    result.steps += workload.length;
    for (let n = 0; n < workload.length; n++) {
      result.kinds[stepNames[workload.steps[n * STRIDE + KIND]]]++;
    }
    if (shown instanceof TargetDied) {
      this.twin.runner.execute(workload);
      if (isForetold(shown, this.twin.runner, workload)) result.predictedHangs++;
      else result.deaths.push({ index, died: shown });
      return;
    }
    result.acknowledged += acknowledged(workload, shown);
    const unlike = this.twin.unlike(workload, shown);
    if (!unlike) {
      const { length } = this.twin.exits;
      if (length === 0) result.equal++;
      else result.allowed++;
      result.exits += length;
      return;
    }
    const again = await this.again(workload, shown);
    result.differing.push({ index, ...unlike, again });
  }

  /** On a target of its own, which nothing ran on before. */
  private async again(workload: EncodedWorkload, first: Trace): Promise<Deviating['again']> {
    const fresh = new Lanes(this.options.target, 1, this.options.open);
    try {
      const shown = await fresh.run(workload);
      if (shown instanceof TargetDied) return 'something else';
      if (!this.twin.between(workload, shown, first)) return 'same';
      return this.twin.unlike(workload, shown) ? 'something else' : 'as the twin';
    } finally {
      await fresh.close();
    }
  }
}

function acknowledged({ steps, machine }: EncodedWorkload, trace: Trace): number {
  let count = 0;
  for (let n = 0; n < trace.length; n++) {
    if (steps[n * STRIDE + KIND] !== StepKind.Acknowledge) continue;
    if (trace.outcome[n] !== Outcome.Value) continue;
    const intid = machine.gic === 2 ? trace.low[n] & SPURIOUS : trace.low[n];
    if (intid < SPURIOUS - 3) count++;
  }
  return count;
}
