import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Implementation } from '../../models/contract/implementation';
import { KIND, STEP_KINDS, StepKind, STRIDE, SUBJECT } from '../../models/contract/encoded';
import { Generator } from '../workload/generator';
import { intersect } from '../workload/machines';
import { inOrder } from './ahead';
import type { Suspects } from './causes';
import { CauseFinder, NONE, unexplainedAt, union } from './causes';
import type { Difference } from './compare';
import type { RealOnes, Surprise } from './real-ones';

/** What a hunt is made of. */
export interface HuntOptions {
  /** Models: of what is real, its twin. */
  a: Implementation;
  b: Implementation;
  /** Where at least one is real: the workloads run there, too. */
  real?: RealOnes;
  seed: number;
  /** Stop after this many workloads … */
  runs?: number;
  /** … or after this many seconds. One of the two. */
  seconds?: number;
  maxSteps: number;
  hostile: number;
  /** Stops the hunt early; what was done is kept. */
  signal?: AbortSignal;
  onProgress?: (progress: HuntProgress) => void;
}

export interface HuntProgress {
  workloads: number;
  /** Steps generated. */
  steps: number;
  seconds: number;
  /** Distinct causes found, and workloads with a difference that nothing explains. */
  causes: number;
  unexplained: number;
  /** Workloads on which something real was not as its model. */
  surprises: number;
}

/** A workload that shows something, and where. */
export interface Example {
  index: number;
  step: number;
  /** Deviations that were mended to get there: causes of earlier differences in the workload. */
  mended: Suspects;
}

/** Something that was met on several workloads. */
export interface Group {
  /** Workloads that showed it. What is frequent is not looked for in all of them. */
  hits: number;
  /** Those that showed it earliest, the shortest first. */
  examples: Example[];
}

export interface CauseGroup extends Group {
  cause: Suspects;
}

export interface HuntResult {
  workloads: number;
  steps: number;
  seconds: number;
  interrupted: boolean;
  /** Workloads without any difference, among those with nothing mended. */
  agreed: number;
  /** By the id of the allowed divergence. */
  allowed: ReadonlyMap<string, Group>;
  known: readonly CauseGroup[];
  /** Unexplained differences by what the differing step is. */
  unexplained: readonly Group[];
  unexplainedWorkloads: number;
  /**
   * Workloads whose search ended at a difference of which nothing can be said: with every deviation
   * mended an allowed divergence comes before it.
   */
  undecided: number;
  /** What real implementations did that their models do not say. */
  surprises: readonly Surprise[];
}

/** How long to work before letting signals and the screen have their turn. */
const SLICE_MS = 40;
/** Examples kept for shrinking: the best of some is smaller than the first. */
const MAX_EXAMPLES = 6;
/** Differences attributed in one workload, each with the causes of those before it mended. */
const MAX_CHAIN = 24;
/** Hits at a kind of step that are attributed with every deviation tried … */
const THOROUGH_HITS = 16;
/** … and how often after that. */
const THOROUGH_EVERY = 64;

/** A cause with so many hits is mended in advance, so that the time goes into rarer ones … */
const SATURATED_HITS = 32;
/** … except in one of so many workloads. */
const UNMENDED_EVERY = 4;
/** Workloads that run on real implementations ahead of the one that is examined. */
const AHEAD = 4;

/** Causes met at one kind of step. */
interface Place {
  hits: number;
  causes: CauseGroup[];
}

/** The generator of a hunt's workloads. */
export function huntGenerator(options: HuntOptions): Generator {
  return new Generator(options.seed, {
    offers: [intersect([options.a.capabilities, options.b.capabilities])],
    maxSteps: options.maxSteps,
    hostile: options.hostile,
  });
}

/** Generates workloads for what two implementations offer, and attributes their differences. */
export class Hunt {
  readonly finder: CauseFinder;
  private readonly generator: Generator;
  private workload: EncodedWorkload;
  private readonly surprises: Surprise[] = [];
  private readonly allowed = new Map<string, Group>();
  private readonly known = new Map<string, CauseGroup>();
  private readonly unexplained = new Map<number, Group>();
  private readonly places = new Map<number, Place>();
  /** Deviations that are mended in advance. */
  private saturated = NONE;
  private index = 0;
  private steps = 0;
  private agreed = 0;
  private unexplainedWorkloads = 0;
  private undecided = 0;

  constructor(private readonly options: HuntOptions) {
    this.finder = new CauseFinder(options.a, options.b);
    this.generator = huntGenerator(options);
    this.workload = this.generator.newWorkload();
  }

  async run(): Promise<HuntResult> {
    const started = performance.now();
    const { runs, seconds, signal } = this.options;
    const elapsed = (): number => (performance.now() - started) / 1000;
    const done = (): boolean =>
      signal?.aborted === true ||
      (runs !== undefined && this.index >= runs) ||
      (seconds !== undefined && elapsed() >= seconds);
    const { real } = this.options;
    const report = (): void => this.options.onProgress?.(this.progress(elapsed()));
    if (real) await this.withReal(real, done, report);
    while (!done()) {
      const sliceEnd = performance.now() + SLICE_MS;
      do {
        const index = this.index++;
        this.generator.generate(0, index, this.workload);
        this.examine(index);
      } while (performance.now() < sliceEnd && !done());
      report();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return this.result(elapsed(), signal?.aborted === true);
  }

  /** Keeps the real implementations busy while their models explain what they showed. */
  private async withReal(real: RealOnes, done: () => boolean, report: () => void): Promise<void> {
    type Piece = readonly [EncodedWorkload, number];
    const start = (): { piece: Piece; result: ReturnType<RealOnes['run']> } | undefined => {
      if (done()) return undefined;
      const workload = this.generator.newWorkload();
      const index = this.index++;
      this.generator.generate(0, index, workload);
      return { piece: [workload, index], result: real.run(workload) };
    };
    await inOrder(AHEAD, start, ([workload, index], shown) => {
      const surprises = real.surprises(workload, index, shown);
      this.surprises.push(...surprises);
      if (surprises.length === 0) {
        this.workload = workload;
        this.examine(index);
      }
      report();
    });
  }

  private progress(seconds: number): HuntProgress {
    return {
      workloads: this.index,
      steps: this.steps,
      seconds,
      causes: this.known.size,
      unexplained: this.unexplainedWorkloads,
      surprises: this.surprises.length,
    };
  }

  /**
   * The workload in hand. After a known cause the search goes on with that cause mended, so that what
   * happens in nearly every workload hides nothing.
   */
  private examine(index: number): void {
    const { workload, finder } = this;
    this.steps += workload.length;
    const allowed = new Map<string, Example>();
    let mended = index % UNMENDED_EVERY === 0 ? NONE : this.saturated;
    let before: Suspects | undefined;
    for (let round = 0; round < MAX_CHAIN; round++) {
      const found = finder.compare(workload, mended, before);
      if (found.length === 0 && mended.length === 0) this.agreed++;
      noteAllowed(allowed, found, index, mended);
      const step = unexplainedAt(found);
      if (step < 0) break;
      const cause = this.attribute(mended, step);
      const example = { index, step, mended };
      if (!cause && finder.isUndecided(workload, mended, step)) {
        this.undecided++;
        break;
      }
      if (!cause) {
        this.unexplainedWorkloads++;
        noteHit(groupOf(this.unexplained, this.placeKey(step)), example);
        break;
      }
      this.noteCause(cause, example);
      before = mended;
      mended = union(mended, cause);
    }
    for (const [id, example] of allowed) noteHit(groupOf(this.allowed, id), example);
  }

  private noteCause(cause: Suspects, example: Example): void {
    const group = this.groupOfCause(cause);
    noteHit(group, example);
    if (group.hits === SATURATED_HITS) this.saturated = union(this.saturated, cause);
  }

  private attribute(mended: Suspects, step: number): Suspects | undefined {
    const key = this.placeKey(step);
    let place = this.places.get(key);
    if (!place) this.places.set(key, (place = { hits: 0, causes: [] }));
    const thorough = place.hits < THOROUGH_HITS || place.hits % THOROUGH_EVERY === 0;
    place.hits++;
    const known = place.causes.map(({ cause }) => cause);
    const cause = this.finder.explain(this.workload, mended, step, known, thorough);
    if (cause) {
      const group = this.groupOfCause(cause);
      if (!place.causes.includes(group)) place.causes.push(group);
      place.causes.sort((a, b) => b.hits - a.hits);
    }
    return cause;
  }

  private placeKey(step: number): number {
    return placeOf(this.workload, step) * 4 + this.workload.machine.gic;
  }

  private groupOfCause(cause: Suspects): CauseGroup {
    const key = cause.join();
    let group = this.known.get(key);
    if (!group) this.known.set(key, (group = { cause, hits: 0, examples: [] }));
    return group;
  }

  private result(seconds: number, interrupted: boolean): HuntResult {
    return {
      workloads: this.index,
      steps: this.steps,
      seconds,
      interrupted,
      agreed: this.agreed,
      allowed: this.allowed,
      known: foldTogether([...this.known.values()]),
      unexplained: [...this.unexplained.values()],
      unexplainedWorkloads: this.unexplainedWorkloads,
      undecided: this.undecided,
      surprises: this.surprises,
    };
  }
}

/** What kind of step it is: its kind, and its register if it names one. */
export function placeOf({ steps }: EncodedWorkload, step: number): number {
  const kind = steps[step * STRIDE + KIND];
  const named = kind <= StepKind.Restore || kind === StepKind.Acknowledge;
  return (named ? steps[step * STRIDE + SUBJECT] : 0) * STEP_KINDS + kind;
}

function noteAllowed(
  allowed: Map<string, Example>,
  found: readonly Difference[],
  index: number,
  mended: Suspects,
): void {
  for (const { step, divergence } of found) {
    if (!divergence || allowed.has(divergence.id)) continue;
    allowed.set(divergence.id, { index, step, mended });
  }
}

function groupOf<K>(groups: Map<K, Group>, key: K): Group {
  let group = groups.get(key);
  if (!group) groups.set(key, (group = { hits: 0, examples: [] }));
  return group;
}

/** Counts a hit, and keeps its example if it is among the shortest. */
function noteHit(group: Group, example: Example): void {
  group.hits++;
  const { examples } = group;
  let at = examples.length;
  while (at > 0 && examples[at - 1].step > example.step) at--;
  if (at >= MAX_EXAMPLES) return;
  examples.splice(at, 0, example);
  if (examples.length > MAX_EXAMPLES) examples.pop();
}

/** Several deviations that show at one step, each of which is met alone, too, count as hits of each. */
function foldTogether(groups: readonly CauseGroup[]): CauseGroup[] {
  const alone = new Map<number, CauseGroup>();
  for (const group of groups) {
    if (group.cause.length === 1) alone.set(group.cause[0], { ...group });
  }
  const others: CauseGroup[] = [];
  for (const group of groups) {
    if (group.cause.length === 1) continue;
    if (!group.cause.every((one) => alone.has(one))) others.push(group);
    else for (const one of group.cause) alone.get(one)!.hits += group.hits;
  }
  return [...alone.values(), ...others];
}
