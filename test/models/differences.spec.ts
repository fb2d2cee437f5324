import { allDivergences, allRequirements } from '../../properties';
import { listed } from '../../src/targets/registry';

/** Entries of the digest's table that no guest can see: injection by the wrong owner. */
const INVISIBLE = ['DIFF-50'];
/** Under other names: the wrong victim of EOIcount is two deviations. */
const RENAMED: Readonly<Record<string, readonly string[]>> = { 'DIFF-37': ['K-D4', 'K-D5'] };

describe('the table of differences', () => {
  const deviations = listed().flatMap((one) => one.deviations);

  it.each(Array.from({ length: 55 }, (_, n) => `DIFF-${String(n + 1).padStart(2, '0')}`))(
    'has %s as a deviation of a profile or as an allowed divergence',
    (id) => {
      const names = RENAMED[id] ?? [id];
      const documented = names.every((name) => deviations.some((one) => one.id === name));
      const allowed = allDivergences().some(({ differences }) => differences?.includes(id));
      expect(documented || allowed || INVISIBLE.includes(id)).toBe(true);
    },
  );

  it.each(listed().map((one) => [one.id, one] as const))(
    '%s documents each deviation once, with evidence and requirements that exist',
    (_, { deviations: own }) => {
      const known = new Set(allRequirements().map(({ id }) => id));
      expect(new Set(own.map(({ id }) => id)).size).toBe(own.length);
      for (const { id, title, evidence, requirements, notShown } of own) {
        expect([id, title.length > 10, evidence.length > 5]).toEqual([id, true, true]);
        expect([id, requirements.filter((one) => !known.has(one))]).toEqual([id, []]);
        expect([id, requirements.length > 0 || notShown !== undefined]).toEqual([id, true]);
      }
    },
  );
});
