/** Invariants without a checker, and why. */
export const notJudged: Record<string, string> = {};
