import type { MpuCheckMove } from '../../reports/schema/mpu-check';
import type { Placed } from './board';
import { placedAs } from './board';
import type { Board } from './board';
import type { Context } from './contexts';

/** The region that has the first byte of something. */
function indexOf({ start, end }: Placed, { regions }: Context): number | undefined {
  if (end === start) return undefined;
  return regions.find((region) => region.start <= start && start < region.end)?.index;
}

/**
 * What is in another region than in the context before: sections and heap in all contexts, devices
 * while no domain runs.
 */
export function movesOf(board: Board, contexts: readonly Context[]): MpuCheckMove[] {
  const moves: MpuCheckMove[] = [];
  const own = [...placedAs(board, 'section'), ...placedAs(board, 'static-heap')];
  const devices = placedAs(board, 'device');
  for (const placed of [...own, ...devices]) {
    let last: { index: number; name: string } | undefined;
    for (const context of contexts) {
      if (context.domain !== undefined && placed.kind === 'device') continue;
      const index = indexOf(placed, context);
      if (index === undefined) continue;
      if (last && last.index !== index) {
        const [before, after] = [last.name, context.name];
        moves.push({ what: placed.name, from: last.index, before, to: index, after });
      }
      last = { index, name: context.name };
    }
  }
  return moves;
}
