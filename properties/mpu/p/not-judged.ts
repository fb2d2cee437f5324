/** Requirements of this family that no checker judges, and why. */
export const notJudged: Record<string, string> = {
  'MPU-P-063': 'The machines that are tested have one CPU.',
};
