import type { Span } from '../addresses';
import { spanBetween } from '../addresses';
import type { DeviceNode } from '../device-tree';
import type { Limits } from '../properties';
import { cellsBelow, placeOf, readEntries, readSpans, wrong } from '../properties';

/**
 * `reg` of a node as addresses of the CPU: through the `ranges` of each bus above it (Devicetree
 * Specification 0.4, 2.3.6 and 2.3.8).
 * @throws InputError with the path of the node or of the bus
 */
export function readReg(node: DeviceNode, limits: Limits): Span[] {
  if (!node.properties.has('reg')) throw wrong(node, 'reg', 'is missing');
  let bus = node.parent;
  // Addresses on a bus may be wider than those of the CPU.
  const bits = bus?.parent ? 48 : limits.bits;
  let translated = readSpans(node, 'reg', cellsBelow(bus ?? node), { ...limits, bits });
  while (bus?.parent) {
    const through = bus;
    translated = translated.map((span) => translate(node, through, span));
    bus = bus.parent;
  }
  const where = placeOf(node, 'reg');
  for (const { start, end } of translated) {
    spanBetween(BigInt(start), BigInt(end), limits.bits, where);
  }
  return translated;
}

function translate(node: DeviceNode, bus: DeviceNode, span: Span): Span {
  const content = bus.properties.get('ranges');
  if (content === undefined) {
    throw wrong(node, 'reg', `${bus.path} has no ranges: its addresses are not those of the CPU`);
  }
  if (content.length === 0) return span;
  const below = cellsBelow(bus);
  const above = cellsBelow(bus.parent!);
  const entries = readEntries(bus, 'ranges', [below.address, above.address, below.size]);
  for (const [child, parent, size] of entries.map((entry) => entry.map(Number))) {
    if (span.start < child || span.end > child + size) continue;
    return { start: span.start - child + parent, end: span.end - child + parent };
  }
  throw wrong(node, 'reg', `is in none of the ranges of ${bus.path}`);
}
