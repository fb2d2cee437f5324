import type { PlacedKind } from '../../reports/schema/mpu-check';
import type { Span } from './addresses';
import { isWithin, meet } from './addresses';
import type { Board } from './board';
import type { Context } from './contexts';
import type { Region } from './regions';

const whole: readonly PlacedKind[] = ['guest-section', 'device-section', 'boot-module-section'];
const shared: readonly PlacedKind[] = [
  'section',
  'early-uart',
  'fdt',
  'static-heap',
  'shared-memory',
  'device',
];
const ofDomain: readonly PlacedKind[] = ['memory', 'shared-memory', 'domain-device', 'emulated'];

const PAGE = 4096;

/** The whole pages of a range. */
function pagesIn({ start, end }: Span): Span {
  return { start: Math.ceil(start / PAGE) * PAGE, end: Math.floor(end / PAGE) * PAGE };
}

/** What lies in a region, in words: `rodata, roAfterInit`. */
export function labelOf(board: Board, { domain }: Context, region: Region): string {
  const inside = board.placed.filter((one) => meet(one, region));
  const sections = inside.filter(
    (one) => whole.includes(one.kind) && isWithin(pagesIn(one), region),
  );
  const own = inside.filter((one) => one.domain === domain && ofDomain.includes(one.kind));
  const others = inside.filter(({ kind }) => shared.includes(kind));
  const named = [domain === undefined ? [] : own, sections, others].find((list) => list.length > 0);
  const names = [...new Set((named ?? []).map(({ name }) => name))];
  return names.length > 0 ? names.join(', ') : 'nothing that is known';
}
