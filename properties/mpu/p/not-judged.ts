/** Requirements of this family that no checker judges, and why. */
export const notJudged: Record<string, string> = {
  'MPU-P-025': 'No step looks up a range in what a domain has mapped.',
  'MPU-P-060': 'What is stored in memory is in no trace.',
  'MPU-P-063': 'The machines that are tested have one CPU.',
};
