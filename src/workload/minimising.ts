/** What shrinking has to know about a kind of workload. */
export interface Language<W> {
  /** Smaller workloads next to this one, the most promising first; as many steps or fewer. */
  candidates(workload: W): Iterable<W>;
  /** Shrinking must not leave the language. */
  belongs(workload: W): boolean;
}

interface Steps {
  steps: readonly unknown[];
}

/** A workload without runs of steps: long runs first, each length from the end to the start. */
export function* withoutChunks<W extends Steps>(workload: W): Generator<W> {
  const { steps } = workload;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : size >> 1) {
    for (let at = Math.max(0, steps.length - size); ; at = Math.max(0, at - size)) {
      yield { ...workload, steps: [...steps.slice(0, at), ...steps.slice(at + size)] };
      if (at === 0) break;
    }
  }
}

/**
 * Looks for the smallest workload that still fails, by trying candidates until none of them fails any
 * more. Yields each candidate and wants to be told whether it fails; returns the smallest.
 * @param limit most workloads to try
 */
export function* minimisingIn<W extends Steps>(
  language: Language<W>,
  workload: W,
  limit: number,
): Generator<W, W, boolean> {
  let best = workload;
  const budget = { left: limit };
  for (let progress = true; progress && budget.left > 0;) {
    progress = false;
    // After a removal the walk goes on from the same place instead of from the start.
    const before = best;
    best = yield* removingSteps(language, best, budget);
    for (const candidate of language.candidates(best)) {
      if (budget.left-- <= 0) break;
      if (candidate.steps.length === best.steps.length && (yield candidate)) {
        best = candidate;
        progress = true;
        break;
      }
    }
    progress ||= best.steps.length < before.steps.length;
  }
  return best;
}

function* removingSteps<W extends Steps>(
  language: Language<W>,
  workload: W,
  budget: { left: number },
): Generator<W, W, boolean> {
  let best = workload;
  for (let size = Math.ceil(best.steps.length / 2); size >= 1; size = size === 1 ? 0 : size >> 1) {
    for (let at = best.steps.length - size; at > -size; at -= size) {
      const from = Math.max(0, at);
      const steps = [...best.steps.slice(0, from), ...best.steps.slice(at + size)];
      if (budget.left-- <= 0) return best;
      const candidate = { ...best, steps };
      if (language.belongs(candidate) && (yield candidate)) best = candidate;
    }
  }
  return best;
}

/** Runs a search with a predicate. */
export function searched<W>(search: Generator<W, W, boolean>, fails: (candidate: W) => boolean): W {
  let next = search.next();
  while (!next.done) next = search.next(fails(next.value));
  return next.value;
}

/** The same for what runs elsewhere. */
export async function searchedElsewhere<W>(
  search: Generator<W, W, boolean>,
  fails: (candidate: W) => Promise<boolean>,
): Promise<W> {
  let next = search.next();
  while (!next.done) next = search.next(await fails(next.value));
  return next.value;
}

/** How a search gets on. */
export interface SearchProgress {
  /** Candidates tried. */
  tried: number;
  /** Steps of the smallest so far. */
  steps: number;
}

/** How long to try before letting signals and the screen have their turn. */
const SLICE_MS = 40;

/**
 * Runs a search to its end, or until it is told to stop.
 * @param workload what the search started from
 * @returns the smallest found so far
 */
export async function searchedUntil<W extends Steps>(
  search: Generator<W, W, boolean>,
  workload: W,
  fails: (candidate: W) => boolean | Promise<boolean>,
  signal: AbortSignal,
  onProgress: (progress: SearchProgress) => void,
): Promise<W> {
  let smallest = workload;
  let tried = 0;
  let sliceEnd = performance.now() + SLICE_MS;
  for (let next = search.next(); ; tried++) {
    if (next.done) return next.value;
    if (performance.now() >= sliceEnd) {
      onProgress({ tried, steps: smallest.steps.length });
      await new Promise((resolve) => setImmediate(resolve));
      sliceEnd = performance.now() + SLICE_MS;
    }
    if (signal.aborted) return smallest;
    const isStill = await fails(next.value);
    if (isStill) smallest = next.value;
    next = search.next(isStill);
  }
}
