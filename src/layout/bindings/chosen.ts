import type { PlacedKind } from '../../../reports/schema/mpu-check';
import { InputError } from '../../errors';
import type { Span } from '../addresses';
import type { Placed } from '../board';
import type { DeviceNode } from '../device-tree';
import { nodeAt } from '../device-tree';
import type { Cells, Limits } from '../properties';
import { cellsBelow, ownCells, placeOf, readSpans, readStrings } from '../properties';
import { readReg } from './reg';

/** The sections of the 2023 design (MPU-P-004). */
const mpuSections: readonly [string, PlacedKind, string][] = [
  ['mpu,guest-memory-section', 'guest-section', 'guest memory section'],
  ['mpu,device-memory-section', 'device-section', 'device memory section'],
  ['mpu,boot-module-section', 'boot-module-section', 'boot-module section'],
];

/** /chosen. @throws InputError if there is none */
export function chosenOf(root: DeviceNode): DeviceNode {
  const chosen = nodeAt(root, '/chosen');
  if (!chosen)
    throw new InputError(`${root.file}: /chosen: is missing: Xen finds its domains there`);
  return chosen;
}

function numbered(count: number, name: string, n: number): string {
  return count === 1 ? name : `${name} ${n}`;
}

function place(
  chosen: DeviceNode,
  property: string,
  kind: PlacedKind,
  name: string,
  cells: Cells,
  limits: Limits,
): Placed[] {
  const spans = readSpans(chosen, property, cells, limits);
  return spans.map((span, n) => ({
    ...span,
    kind,
    name: numbered(spans.length, name, n),
    where: placeOf(chosen, property),
  }));
}

/**
 * `xen,static-heap` in cells of the root, or of /chosen where it has its own
 * (docs/misc/arm/device-tree/booting.txt).
 */
export function readHeap(root: DeviceNode, chosen: DeviceNode, limits: Limits): Placed[] {
  const cells = ownCells(chosen, 'xen,static-heap-') ?? cellsBelow(root);
  return place(chosen, 'xen,static-heap', 'static-heap', 'static heap', cells, limits);
}

/** Sections of the 2023 design in cells of their own, else in those of the root. */
export function readSections(root: DeviceNode, chosen: DeviceNode, limits: Limits): Placed[] {
  if (!mpuSections.some(([property]) => chosen.properties.has(property))) return [];
  const cells = ownCells(chosen, 'mpu,') ?? cellsBelow(root);
  return mpuSections.flatMap(([property, kind, name]) =>
    place(chosen, property, kind, name, cells, limits),
  );
}

/** Something that memory is kept for: `where` is the property. */
export type Reserved = Span & { where: string };

/** Ranges of /reserved-memory; a node that has a size alone has none yet. */
export function readReserved(root: DeviceNode, limits: Limits): Reserved[] {
  const parent = nodeAt(root, '/reserved-memory');
  return (parent?.children ?? []).flatMap((node) =>
    readSpans(node, 'reg', cellsBelow(parent!), { ...limits, regions: Infinity }).map((span) => ({
      ...span,
      where: placeOf(node, 'reg'),
    })),
  );
}

/** Banks of memory. @throws InputError where two overlap */
export function readRam(root: DeviceNode, limits: Limits): Placed[] {
  const nodes = root.children.filter((node) => readStrings(node, 'device_type')[0] === 'memory');
  return nodes.flatMap((node) =>
    readReg(node, { ...limits, regions: Infinity }).map((span) => ({
      ...span,
      kind: 'ram' as const,
      name: node.name,
      where: placeOf(node, 'reg'),
    })),
  );
}
