/** From `start` to the byte before `end`. */
export interface Stretch {
  start: number;
  end: number;
}

/** A vertical scale on which every stretch between two edges has room, however long it is. */
export interface Scale {
  /** Every address at which something begins or ends, ascending. */
  edges: readonly number[];
  /** Position of an edge. */
  at(edge: number): number;
  height: number;
}

const LEAST = 15;
const MOST = 46;
const EMPTY = 11;

/** Between the least and the most, by the logarithm of the length. */
function heightOf(bytes: number): number {
  return Math.min(MOST, LEAST + Math.max(0, Math.log2(bytes / 4096)) * 1.6);
}

/**
 * A scale for stretches of addresses. Proportions are not kept: an address space of 4 GiB has things
 * of 4 KiB in it.
 */
export function scaleOf(stretches: readonly Stretch[]): Scale {
  const edges = [...new Set(stretches.flatMap(({ start, end }) => [start, end]))].sort(
    (a, b) => a - b,
  );
  const positions = new Map<number, number>();
  let y = 0;
  edges.forEach((edge, n) => {
    if (n > 0) {
      const before = edges[n - 1];
      const isUsed = stretches.some(({ start, end }) => start < edge && before < end);
      y += isUsed ? heightOf(edge - before) : EMPTY;
    }
    positions.set(edge, y);
  });
  return { edges, at: (edge) => positions.get(edge) ?? 0, height: y };
}
