import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Implementation } from '../../models/contract/implementation';
import { KIND, STEP_KINDS, STRIDE } from '../../models/contract/encoded';
import type { Trace } from '../../models/contract/trace';
import type { Requirement } from '../../properties/requirement';
import { TargetDied } from '../errors';
import { stepNames } from '../workload/names';
import { Generator } from '../workload/generator';
import { covers, offersOf } from '../workload/machines';
import { compareTraces, newComparison } from './compare';
import type { Comparison } from './compare';
import type { CostRow } from './costs';
import { classOf, CostTable } from './costs';
import type { Failure } from './failures';
import { Failures } from './failures';
import { inOrder } from './ahead';
import { Lanes } from './lanes';
import { Runner } from './runner';
import { mendable } from './variants';
import type { Statistics } from './statistics';
import { collectStatistics } from './statistics';

/** What a campaign is made of. */
export interface CampaignOptions {
  implementations: readonly Implementation[];
  requirements: readonly Requirement[];
  seed: number;
  /** Stop after this many workloads … */
  runs?: number;
  /** … or after this many seconds. One of the two. */
  seconds?: number;
  maxSteps: number;
  hostile: number;
  /** How many of each implementation that runs elsewhere run side by side; 1 if not given. */
  lanes?: number;
  /** Stops the campaign early; what was done is kept. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export interface Progress {
  workloads: number;
  /** Steps executed and judged, over all implementations. */
  steps: number;
  seconds: number;
  /** Requirements broken so far for which no deviation is documented, over all implementations. */
  failures: number;
}

export interface CampaignResult {
  workloads: number;
  /** Steps generated. */
  steps: number;
  /** Steps executed and judged, over all implementations. */
  executed: number;
  seconds: number;
  interrupted: boolean;
  runners: readonly Runner[];
  failures: readonly Failure[];
  comparisons: readonly Comparison[];
  costs: readonly CostRow[];
  stepKinds: Statistics;
  statistics: Statistics;
  hostileWorkloads: number;
  deaths: readonly TargetDeath[];
}

/** An implementation that runs elsewhere died, hung or aborted on a workload. */
export interface TargetDeath {
  implementation: number;
  index: number;
  died: TargetDied;
}

/** What implementations showed that run elsewhere; nothing of those that do not. */
type Shown = readonly (Trace | TargetDied | undefined)[];

/** How long to work before letting signals and the screen have their turn. */
const SLICE_MS = 40;
/** Workloads in flight for each lane: the next one is ready when one ends. */
const AHEAD = 2;

/** Generates, runs, judges and compares. Findings are made from the result: see findings.ts. */
export class Campaign {
  private readonly runners: Runner[];
  private readonly generator: Generator;
  private readonly workload: EncodedWorkload;
  private readonly failures: Failures;
  private readonly comparisons: Comparison[] = [];
  private readonly costs = new CostTable();
  private readonly kinds = new Float64Array(STEP_KINDS);
  private index = 0;
  private steps = 0;
  private executed = 0;
  /** By offer: which implementations run its workloads. */
  private readonly able: readonly (readonly boolean[])[];
  private hostileWorkloads = 0;
  private readonly deaths: TargetDeath[] = [];

  constructor(private readonly options: CampaignOptions) {
    this.runners = options.implementations.map((i) => new Runner(i, options.requirements));
    this.failures = new Failures(options.implementations, options.requirements);
    const capabilities = options.implementations.map((i) => i.capabilities);
    const offers = offersOf(capabilities);
    this.able = offers.map((offer) => capabilities.map((own) => covers(own, offer)));
    this.generator = new Generator(options.seed, {
      offers,
      maxSteps: options.maxSteps,
      hostile: options.hostile,
    });
    this.workload = this.generator.newWorkload();
    // Of one with known deviations a comparison tells little; `lockstep hunt` is for that.
    const faithful = options.implementations.map((i) => mendable(i).length === 0 && !i.open);
    for (let a = 0; a < this.runners.length; a++) {
      for (let b = a + 1; b < this.runners.length; b++) {
        if (faithful[a] && faithful[b]) this.comparisons.push(newComparison(a, b));
      }
    }
  }

  async run(): Promise<CampaignResult> {
    const started = performance.now();
    const { runs, seconds, signal } = this.options;
    const elapsed = (): number => (performance.now() - started) / 1000;
    const done = (): boolean =>
      signal?.aborted === true ||
      (runs !== undefined && this.index >= runs) ||
      (seconds !== undefined && elapsed() >= seconds);
    const report = (): void => this.options.onProgress?.(this.progress(elapsed()));
    if (this.options.implementations.some(({ open }) => open)) {
      await this.withLanes(done, report);
    }
    while (!done()) {
      const sliceEnd = performance.now() + SLICE_MS;
      do {
        const index = this.index++;
        this.generator.generate(0, index, this.workload);
        this.one(this.workload, index);
      } while (performance.now() < sliceEnd && !done());
      report();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return this.result(elapsed(), signal?.aborted === true);
  }

  /** Keeps what runs elsewhere busy while the rest is judged here. */
  private async withLanes(done: () => boolean, report: () => void): Promise<void> {
    const { implementations } = this.options;
    const count = this.options.lanes ?? 1;
    const lanes = implementations.map((one) => (one.open ? new Lanes(one, count) : undefined));
    const start = (): { piece: [EncodedWorkload, number]; result: Promise<Shown> } | undefined => {
      if (done()) return undefined;
      const workload = this.generator.newWorkload();
      const index = this.index++;
      this.generator.generate(0, index, workload);
      const able = this.able[this.generator.offerOf(index)];
      const shown = lanes.map((lane, i) => (able[i] ? lane?.run(workload) : undefined));
      return { piece: [workload, index], result: Promise.all(shown) };
    };
    try {
      await inOrder(count * AHEAD, start, ([workload, index], shown) => {
        this.one(workload, index, shown);
        report();
      });
    } finally {
      await Promise.all(lanes.map((lane) => lane?.close()));
    }
  }

  private one(workload: EncodedWorkload, index: number, shown: Shown = []): void {
    const { runners } = this;
    this.steps += workload.length;
    if (workload.flavour === 'hostile') this.hostileWorkloads++;
    for (let n = 0; n < workload.length; n++) this.kinds[workload.steps[n * STRIDE + KIND]]++;
    const able = this.able[this.generator.offerOf(index)];
    const costClass = this.isComparable(able, workload.machine.gic) ? classOf(workload) : undefined;
    for (let i = 0; i < runners.length; i++) {
      if (!able[i]) continue;
      this.executed += workload.length;
      const elsewhere = shown[i];
      if (elsewhere instanceof TargetDied) {
        this.deaths.push({ implementation: i, index, died: elsewhere });
        continue;
      }
      if (elsewhere) {
        this.failures.note(i, workload, index, runners[i].judge(workload, elsewhere).brokenNow);
        continue;
      }
      const costs = costClass && runners[i].systemFor(workload.machine).costs;
      if (costs) this.costs.start(costs);
      const judge = runners[i].run(workload);
      if (costs) this.costs.stop(costs, i, workload, costClass);
      this.failures.note(i, workload, index, judge.brokenNow);
    }
    for (const comparison of this.comparisons) {
      const { a, b } = comparison;
      if (able[a] && able[b]) compareTraces(comparison, runners[a], runners[b], workload, index);
    }
  }

  /** Every hypervisor of this GIC version runs the workload, so that their costs can be compared. */
  private isComparable(able: readonly boolean[], gic: 2 | 3): boolean {
    return this.options.implementations.every(
      ({ capabilities }, i) => able[i] || !capabilities.lists || !capabilities.gic.includes(gic),
    );
  }

  private progress(seconds: number): Progress {
    return {
      workloads: this.index,
      steps: this.executed,
      seconds,
      failures: this.failures.unexplained + this.deaths.length,
    };
  }

  private result(seconds: number, interrupted: boolean): CampaignResult {
    const stepKinds: Statistics = {};
    for (let kind = 0; kind < STEP_KINDS; kind++) stepKinds[stepNames[kind]] = this.kinds[kind];
    return {
      workloads: this.index,
      steps: this.steps,
      executed: this.executed,
      seconds,
      interrupted,
      runners: this.runners,
      failures: this.failures.all(),
      comparisons: this.comparisons,
      costs: this.costs.sorted(),
      stepKinds,
      statistics: collectStatistics([...this.runners[0].judges()].map((judge) => judge.account)),
      hostileWorkloads: this.hostileWorkloads,
      deaths: this.deaths,
    };
  }
}
