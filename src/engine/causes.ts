import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Deviation, Implementation } from '../../models/contract/implementation';
import { Trace } from '../../models/contract/trace';
import type { CommonView, Difference } from './compare';
import { comparedLines, findDifference, firstDifference, viewOfBoth } from './compare';
import { smallestSubset } from './smallest-subset';
import { mendable, Variants } from './variants';

/** A deviation of one of the two implementations that a hunt compares. */
export interface Suspect {
  /** 0: of the first implementation, 1: of the second. */
  side: 0 | 1;
  implementation: string;
  deviation: Deviation;
}

/** Deviations, as numbers of suspects in ascending order. */
export type Suspects = readonly number[];

/** Sets of deviations of which the ids are kept. */
const MAX_SETS = 4096;

/** No deviation mended. */
export const NONE: Suspects = [];

/** What became of an unexplained difference when something was mended. */
type Fate =
  /** The comparison reached its step, and nothing there or before is unexplained. */
  | 'gone'
  | 'same'
  /** Another unexplained difference comes before it. */
  | 'moved'
  /** The comparison ended before it: an allowed divergence made the states differ. */
  | 'open';

interface Trial {
  fate: Fate;
  /** First step at which mending changed what an implementation shows, or -1. */
  changedAt: number;
}

/** Both together, ascending. */
export function union(a: Suspects, b: Suspects): Suspects {
  if (b.length === 0) return a;
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}

/**
 * Finds out which documented deviations a difference between two implementations comes from. A
 * difference at step s is *known* if it is gone with deviations of one or both mended: the
 * comparison of the mended pair gets as far as s and finds nothing unexplained up to there (what
 * comes later is another difference). The cause is then a smallest set of such deviations. Where
 * several single ones qualify, it is the one whose mending changes the trace last: the nearest to
 * the difference. Others only keep the workload from getting there.
 */
export class CauseFinder {
  readonly suspects: readonly Suspect[];
  readonly pair: readonly [Implementation, Implementation];
  private readonly variants: readonly [Variants, Variants];
  private readonly view: CommonView;
  /** What the pair shows with the deviations mended that the search stands on. */
  private readonly traces = [new Trace(1024), new Trace(1024)] as const;
  private readonly trials = [new Trace(1024), new Trace(1024)] as const;
  private readonly idsOf = new Map<string, readonly [readonly string[], readonly string[]]>();

  constructor(a: Implementation, b: Implementation) {
    this.pair = [a, b];
    this.variants = [new Variants(a), new Variants(b)];
    this.view = viewOfBoth(a, b);
    this.suspects = this.pair.flatMap((implementation, side) => {
      const ids = new Set(mendable(implementation));
      return implementation.deviations
        .filter(({ id }) => ids.has(id))
        .map((deviation) => ({
          side: side as 0 | 1,
          implementation: implementation.id,
          deviation,
        }));
    });
  }

  /** `model:xen@4.20 DIFF-03`. */
  name(suspect: number): string {
    const { implementation, deviation } = this.suspects[suspect];
    return `${implementation} ${deviation.id}`;
  }

  /** The names of the pair with deviations mended: `model:xen@4.20+DIFF-11`. */
  names(mended: Suspects): string[] {
    const ids = this.ids(mended);
    return this.pair.map(({ id }, side) => [id, ...ids[side]].join('+'));
  }

  /** What a side showed in the last `compare`. */
  trace(side: 0 | 1): Trace {
    return this.traces[side];
  }

  /**
   * Runs both with deviations mended, and compares. The last difference may be unexplained.
   * @param before what the last comparison mended, if it was of this workload, unchanged: where a
   * side is the same again, so is its trace
   */
  compare(workload: EncodedWorkload, mended: Suspects, before?: Suspects): Difference[] {
    const ids = this.ids(mended);
    const had = before && this.ids(before);
    for (const side of [0, 1] as const) {
      if (had && isSame(had[side], ids[side])) continue;
      this.variants[side].run(ids[side], workload, this.traces[side]);
    }
    return findDifference(workload, this.traces[0], this.traces[1], this.view);
  }

  /** Step of the first unexplained difference, or -1. */
  firstUnexplained(workload: EncodedWorkload, mended: Suspects): number {
    return unexplainedAt(this.compare(workload, mended));
  }

  /**
   * The cause of the unexplained difference at `step` that the last `compare` of this workload
   * found; undefined if no deviation explains it.
   * @param mended what that comparison mended
   * @param known causes of earlier differences, the likely ones first
   * @param thorough look at every deviation, even if a known cause explains it from afar
   */
  explain(
    workload: EncodedWorkload,
    mended: Suspects,
    step: number,
    known: readonly Suspects[] = [],
    thorough = true,
  ): Suspects | undefined {
    return this.upTo(workload, step, () => {
      const tried = new Map<number, Trial>();
      const attempt = (one: number): Trial => {
        let trial = tried.get(one);
        if (!trial) tried.set(one, (trial = this.try(workload, mended, [one], step)));
        return trial;
      };
      let fallback: Suspects | undefined;
      for (const cause of known) {
        if (cause.some((one) => mended.includes(one))) continue;
        const { fate, changedAt } =
          cause.length === 1 ? attempt(cause[0]) : this.try(workload, mended, cause, step);
        if (fate !== 'gone') continue;
        if (changedAt === step) return cause;
        fallback ??= cause;
      }
      if (!thorough) {
        if (fallback) return fallback;
        if (!this.someSet(workload, mended, step)) return undefined;
      }
      return this.nearestSingle(mended, step, attempt) ?? this.smallestSet(workload, mended, step);
    });
  }

  /** Whether the difference at `step` of the last `compare` is gone with a cause mended. */
  mends(workload: EncodedWorkload, mended: Suspects, step: number, cause: Suspects): boolean {
    return this.upTo(workload, step, () => {
      return this.try(workload, mended, cause, step).fate === 'gone';
    });
  }

  /** Whether a cause explains the difference at `step` of the last `compare`, none nearer. */
  isCause(workload: EncodedWorkload, mended: Suspects, step: number, cause: Suspects): boolean {
    if (cause.some((one) => mended.includes(one))) return false;
    return this.upTo(workload, step, () => {
      const { fate, changedAt } = this.try(workload, mended, cause, step);
      if (fate !== 'gone') return false;
      if (cause.length > 1) {
        const needed = cause.every((one) => {
          const others = cause.filter((other) => other !== one);
          return this.try(workload, mended, others, step).fate !== 'gone';
        });
        if (!needed) return false;
      } else if (changedAt === step) return true;
      return this.others(mended, cause).every((one) => {
        const trial = this.try(workload, mended, [one], step);
        return trial.fate !== 'gone' || (cause.length === 1 && trial.changedAt <= changedAt);
      });
    });
  }

  /** Whether no set of deviations that is tried explains the difference, and it is decided. */
  isUnexplained(workload: EncodedWorkload, mended: Suspects, step: number): boolean {
    return (
      this.upTo(workload, step, () => !this.someSet(workload, mended, step)) &&
      !this.isUndecided(workload, mended, step)
    );
  }

  /**
   * Whether, with every deviation mended, an allowed divergence makes the states differ before the
   * step is reached: then nothing can be said of the difference there.
   */
  isUndecided(workload: EncodedWorkload, mended: Suspects, step: number): boolean {
    const all = this.others(mended, NONE);
    return this.upTo(workload, step, () => this.try(workload, mended, all, step).fate === 'open');
  }

  private others(mended: Suspects, cause: Suspects): number[] {
    const all = this.suspects.map((_, n) => n);
    return all.filter((one) => !mended.includes(one) && !cause.includes(one));
  }

  private nearestSingle(
    mended: Suspects,
    step: number,
    attempt: (one: number) => Trial,
  ): Suspects | undefined {
    let nearest = -1;
    let nearestAt = -1;
    for (const one of this.others(mended, NONE)) {
      const { fate, changedAt } = attempt(one);
      if (fate !== 'gone' || changedAt <= nearestAt) continue;
      nearest = one;
      nearestAt = changedAt;
      if (changedAt === step) break;
    }
    return nearest < 0 ? undefined : [nearest];
  }

  /** A large set that explains it, if there is one: all deviations, or all of one of the two. */
  private someSet(workload: EncodedWorkload, mended: Suspects, step: number): number[] | undefined {
    const all = this.others(mended, NONE);
    const sets = [all, ...[0, 1].map((side) => all.filter((n) => this.suspects[n].side === side))];
    return sets.find(
      (set, n) =>
        set.length > 0 &&
        (n === 0 || set.length < all.length) &&
        this.try(workload, mended, set, step).fate === 'gone',
    );
  }

  /** A set that explains it and of which nothing can be left out. */
  private smallestSet(
    workload: EncodedWorkload,
    mended: Suspects,
    step: number,
  ): Suspects | undefined {
    const some = this.someSet(workload, mended, step);
    return (
      some && smallestSubset(some, (set) => this.try(workload, mended, set, step).fate === 'gone')
    );
  }

  /** Does something with the workload cut after a step: what comes later decides nothing. */
  private upTo<T>(workload: EncodedWorkload, step: number, work: () => T): T {
    const { length } = workload;
    workload.length = this.traces[0].length = this.traces[1].length = step + 1;
    try {
      return work();
    } finally {
      workload.length = this.traces[0].length = this.traces[1].length = length;
    }
  }

  /** What mending more makes of the unexplained difference at `step`. */
  private try(workload: EncodedWorkload, mended: Suspects, more: Suspects, step: number): Trial {
    const ids = this.ids(union(mended, more));
    const { vcpus } = workload.machine;
    const shown: Trace[] = [...this.traces];
    let changedAt = -1;
    for (const side of [0, 1] as const) {
      if (!more.some((one) => this.suspects[one].side === side)) continue;
      this.variants[side].run(ids[side], workload, this.trials[side]);
      shown[side] = this.trials[side];
      const at = firstDifference(this.traces[side], shown[side], 0, vcpus);
      if (at >= 0 && (changedAt < 0 || at < changedAt)) changedAt = at;
    }
    if (changedAt < 0) return { fate: 'same', changedAt };
    const found = findDifference(workload, shown[0], shown[1], this.view);
    const last = found.at(-1);
    if (!last) return { fate: 'gone', changedAt };
    if (!last.divergence) return { fate: last.step < step ? 'moved' : 'same', changedAt };
    const compared = comparedLines(workload, this.view);
    const ended = firstDifference(shown[0], shown[1], last.step + 1, compared) >= 0;
    return { fate: ended ? 'open' : 'gone', changedAt };
  }

  private ids(suspects: Suspects): readonly [readonly string[], readonly string[]] {
    const key = suspects.join();
    let ids = this.idsOf.get(key);
    if (!ids) {
      const of = (side: number): string[] =>
        suspects
          .filter((one) => this.suspects[one].side === side)
          .map((one) => this.suspects[one].deviation.id);
      ids = [of(0), of(1)];
      if (this.idsOf.size >= MAX_SETS) this.idsOf.clear();
      this.idsOf.set(key, ids);
    }
    return ids;
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, n) => id === b[n]);
}

/** Step of the unexplained difference among those that a comparison found, or -1. */
export function unexplainedAt(found: readonly Difference[]): number {
  const last = found.at(-1);
  return last && !last.divergence ? last.step : -1;
}
