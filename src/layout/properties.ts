import { InputError } from '../errors';
import type { AddressBits, Span } from './addresses';
import { hex, meet, spanOf, spanText } from './addresses';
import type { DeviceNode } from './device-tree';

/** Cells of an address and of a size. */
export interface Cells {
  address: number;
  size: number;
}

/** File, path and property, as errors and violations name them. */
export function placeOf(node: DeviceNode, property?: string): string {
  return `${node.file}: ${node.path}${property === undefined ? '' : `: ${property}`}`;
}

export function wrong(node: DeviceNode, property: string, what: string): InputError {
  return new InputError(`${placeOf(node, property)}: ${what}`);
}

/** A property of one cell. @throws InputError if it is not one */
export function readCell(node: DeviceNode, property: string): number | undefined {
  const content = node.properties.get(property);
  if (content === undefined) return undefined;
  if (content.length !== 4) {
    throw wrong(node, property, `should be one cell, and has ${content.length} bytes`);
  }
  return content.readUInt32BE(0);
}

/** The strings of a property; none if it is not there. What cannot be printed is shown as `?`. */
export function readStrings(node: DeviceNode, property: string): string[] {
  const content = node.properties.get(property);
  if (content === undefined) return [];
  const strings = content.toString('latin1').replace(/\0$/, '').split('\0');
  return strings.map((text) => text.replace(/[^ -~]/g, '?'));
}

export function isCompatible(node: DeviceNode, ...names: string[]): boolean {
  return readStrings(node, 'compatible').some((name) => names.includes(name));
}

/** Is the node in use: `status` is "okay", or not there? */
export function isEnabled(node: DeviceNode): boolean {
  const [status] = readStrings(node, 'status');
  return status === undefined || status === 'okay' || status === 'ok';
}

function countOf(node: DeviceNode, property: string, unless: number, least: number): number {
  const cells = readCell(node, property) ?? unless;
  if (cells < least || cells > 2) {
    throw wrong(node, property, `is ${cells}; should be from ${least} to 2`);
  }
  return cells;
}

/** How the children of a node give addresses and sizes (Devicetree Specification 0.4, 2.3.5). */
export function cellsBelow(node: DeviceNode): Cells {
  return {
    address: countOf(node, '#address-cells', 2, 1),
    size: countOf(node, '#size-cells', 1, 1),
  };
}

/** How a node says, with a prefix of its own, that a property of it gives addresses and sizes. */
export function ownCells(node: DeviceNode, prefix: string): Cells | undefined {
  const [address, size] = [`#${prefix}address-cells`, `#${prefix}size-cells`];
  if (!node.properties.has(address) && !node.properties.has(size)) return undefined;
  for (const [property, other] of [
    [address, size],
    [size, address],
  ]) {
    if (!node.properties.has(property)) throw wrong(node, property, `is missing beside ${other}`);
  }
  return { address: countOf(node, address, 0, 1), size: countOf(node, size, 0, 1) };
}

/** The entries of a property, each of as many numbers as `counts` has, of so many cells. */
export function readEntries(
  node: DeviceNode,
  property: string,
  counts: readonly number[],
): bigint[][] {
  const content = node.properties.get(property);
  if (content === undefined) return [];
  const bytes = counts.reduce((sum, cells) => sum + cells * 4, 0);
  if (content.length === 0 || content.length % bytes !== 0) {
    throw wrong(
      node,
      property,
      `has ${content.length / 4} cells, which is no whole number of entries of ` +
        `${counts.join(' + ')} cells`,
    );
  }
  const entries: bigint[][] = [];
  for (let at = 0; at < content.length;) {
    entries.push(
      counts.map((cells) => {
        let value = 0n;
        for (let n = 0; n < cells; n++, at += 4) {
          value = (value << 32n) | BigInt(content.readUInt32BE(at));
        }
        return value;
      }),
    );
  }
  return entries;
}

/** What one machine can take in. */
export interface Limits {
  bits: AddressBits;
  /** Regions of the EL2 MPU. */
  regions: number;
}

/**
 * The ranges of a property that gives addresses and sizes.
 * @throws InputError where one is empty, wraps or is beyond the address space, where two overlap, and
 * where there are more of them than the MPU has regions
 */
export function readSpans(
  node: DeviceNode,
  property: string,
  cells: Cells,
  limits: Limits,
): Span[] {
  const where = placeOf(node, property);
  const spans = readEntries(node, property, [cells.address, cells.size]).map(([start, size]) =>
    spanOf(start, size, limits.bits, where),
  );
  refuseOverlap(spans, where);
  if (spans.length > limits.regions) {
    throw new InputError(
      `${where}: ${spans.length} ranges, and the MPU of EL2 has ${limits.regions} regions`,
    );
  }
  return spans;
}

function refuseOverlap(spans: readonly Span[], where: string): void {
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  sorted.forEach((span, n) => {
    if (n === 0 || !meet(sorted[n - 1], span)) return;
    throw new InputError(
      `${where}: ${spanText(sorted[n - 1])} and ${spanText(span)} overlap at ${hex(span.start)}`,
    );
  });
}
