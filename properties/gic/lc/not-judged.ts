/** Life-cycle requirements without a checker, and why. */
export const notJudged: Record<string, string> = {
  'GIC-LC-018': 'needs LPIs in the distributor, which the step vocabulary does not have',
  'GIC-LC-019': 'needs LPIs in the distributor, which the step vocabulary does not have',
};
