/** Requirements of this family that no checker judges, and why. */
export const notJudged: Record<string, string> = {
  'GIC-HCR-017':
    'Constrains the hypervisor: which maintenance interrupts it must ask for while interrupts wait.',
  'GIC-HCR-018':
    'Constrains the hypervisor: that it refills its list registers so that every waiting interrupt is delivered.',
  'GIC-HCR-019':
    'Constrains the hypervisor: how it learns of the deactivation of interrupts it keeps outside list registers.',
};
