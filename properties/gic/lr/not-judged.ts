/** Requirements of this family that no checker judges, and why. */
export const notJudged: Record<string, string> = {
  'GIC-LR-016':
    'An EOIR that does not match the group or priority of its list register is UNPREDICTABLE: any result is right.',
};
