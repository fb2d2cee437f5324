/** Requirements of this family that no checker judges, and why. */
export const notJudged: Record<string, string> = {};
