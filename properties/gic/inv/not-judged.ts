/** Invariants without a checker, and why. */
export const notJudged: Record<string, string> = {
  'GIC-INV-003':
    "constrains a hypervisor: in how many list registers and lists its interrupts are is not in a GIC's trace",
  'GIC-INV-004':
    'constrains a hypervisor: what it leaves outside the list registers at guest entry is not in a trace',
  'GIC-INV-015': "constrains a hypervisor's own lists and back-pointers, which no register shows",
};
