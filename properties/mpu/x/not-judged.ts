/** Requirements of this family that no checker judges, and why. */
export const notJudged: Record<string, string> = {
  'MPU-X-060':
    'Every machine that is tested has an MPU at EL1 and EL2: there is nothing to refuse.',
  'MPU-X-062': 'The size of intermediate physical addresses is in no register that a trace shows.',
};
