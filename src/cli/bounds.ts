/** `--seed`, `--runs` and `--time`, as parsed. */
interface Asked {
  seed?: number;
  runs?: number;
  time?: number;
}

/** What a campaign is named by, and when it stops: after so many runs, or after so many seconds. */
export interface Bounds {
  seed: number;
  runs: number | undefined;
  seconds: number | undefined;
}

/** A seed of its own if none is given. */
export function seedOf({ seed }: Asked): number {
  return seed ?? Math.floor(Math.random() * 0x7fffffff);
}

/** Seconds where nothing is said of when to stop. */
const USUAL_SECONDS = 60;

export function boundsOf(asked: Asked): Bounds {
  const { runs, time } = asked;
  const seconds = time ?? (runs === undefined ? USUAL_SECONDS : undefined);
  return { seed: seedOf(asked), runs, seconds };
}
