import type { Implementation } from '../../models/contract/implementation';
import { InputError } from '../errors';

/**
 * Splits `+fixed-DIFF-03-DIFF-07` and `+DIFF-03+DIFF-07` into what is mended.
 * @throws InputError if a deviation is not known
 */
export function mendedIds(
  { id, deviations }: Pick<Implementation, 'id' | 'deviations'>,
  suffix: string,
  known: readonly string[],
): string[] {
  const mended: string[] = [];
  const taken: string[] = [];
  // Longest first: an id may be the beginning of another.
  const byLength = [...known].sort((a, b) => b.length - a.length);
  const fixed = /^\+fixed(?=$|-)/.test(suffix);
  let rest = fixed ? suffix.slice('+fixed'.length) : suffix;
  const [mark, found] = fixed ? ['-', taken] : ['+', mended];
  while (rest !== '') {
    const next = byLength.find(
      (one) => rest.startsWith(mark + one) && /^$|^[+-]/.test(rest.slice(one.length + 1)),
    );
    if (next === undefined) {
      const name = rest.slice(1);
      const unshown = deviations.find((deviation) => deviation.id === name);
      throw new InputError(
        unshown
          ? `"${id}${suffix}": ${name} cannot be mended: ${unshown.notShown ?? 'no workload shows it'}`
          : `"${id}${suffix}": ${id} has no deviation "${name}"; there are ${known.join(', ')}` +
              ' and "fixed" for all',
      );
    }
    found.push(next);
    rest = rest.slice(next.length + 1);
  }
  return known.filter((one) => (fixed ? !taken.includes(one) : mended.includes(one)));
}
