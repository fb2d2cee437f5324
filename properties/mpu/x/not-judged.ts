/** Requirements of this family that no checker judges, and why. */
export const notJudged: Record<string, string> = {
  'MPU-X-062': 'The size of intermediate physical addresses is in no register that a trace shows.',
};
