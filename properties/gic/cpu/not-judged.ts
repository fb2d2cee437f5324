/** Requirements of this family that no trace can be judged against, and why. */
export const notJudged: Record<string, string> = {};
