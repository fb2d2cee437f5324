/** Requirements of this family that no checker judges, and why: there are none. */
export const notJudged: Record<string, string> = {};
