/**
 * A subset for which something still holds and of which nothing can be left out: first halves are
 * left out, then less and less. It must hold for all together.
 */
export function smallestSubset<T>(
  all: readonly T[],
  holds: (subset: readonly T[]) => boolean,
): readonly T[] {
  let subset = all;
  for (let size = subset.length >> 1; size >= 1; size >>= 1) {
    for (let at = subset.length - size; at > -size; at -= size) {
      const rest = [...subset.slice(0, Math.max(0, at)), ...subset.slice(at + size)];
      if (rest.length > 0 && rest.length < subset.length && holds(rest)) subset = rest;
    }
  }
  return subset;
}
