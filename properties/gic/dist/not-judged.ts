/** Requirements of this family that no trace of a single GIC can break, and why. */
export const notJudged: Record<string, string> = {
  'GIC-DIST-003':
    'Other access sizes may be RAZ/WI or abort (DIV-27), so every answer to one is allowed.',
  'GIC-DIST-013': 'Changing ARE is UNPREDICTABLE, and ARE may be RAO/WI.',
  'GIC-DIST-037':
    'Needs a real target: whether the latch of a wired PPI exists is its documentation to say (DIV-05).',
};
