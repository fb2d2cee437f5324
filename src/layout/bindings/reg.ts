import type { Span } from '../addresses';
import type { DeviceNode } from '../device-tree';
import type { Limits } from '../properties';
import { cellsBelow, readEntries, readSpans, wrong } from '../properties';

/**
 * `reg` of a node as addresses of the CPU: through the `ranges` of each bus above it (Devicetree
 * Specification 0.4, 2.3.6 and 2.3.8).
 * @throws InputError with the path of the node or of the bus
 */
export function readReg(node: DeviceNode, limits: Limits): Span[] {
  if (!node.properties.has('reg')) throw wrong(node, 'reg', 'is missing');
  const spans = readSpans(node, 'reg', cellsBelow(node.parent ?? node), limits);
  let bus = node.parent;
  let translated = spans;
  while (bus?.parent) {
    const through = bus;
    translated = translated.map((span) => translate(node, through, span));
    bus = bus.parent;
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
