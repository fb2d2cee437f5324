/** Requirements of this family that no checker judges, and why. */
export const notJudged: Record<string, string> = {
  'MPU-A-007': 'Which fault status is reported is left open: checkers ask only whether it faults.',
  'MPU-A-010':
    'Names the numbers of regions of real cores: what machines are tested, not what they do.',
  'MPU-A-014':
    'CONSTRAINED UNPREDICTABLE: nothing is said after PRSELR selected a region that is not implemented.',
  'MPU-A-022':
    'Secure state is not part of the machines that are tested; what Xen programs for it: MPU-X-061, MPU-P-064.',
};
