import type { MpuTableEntry } from '../../models/contract/mpu-script';
import type { MpuRegisters, RegionView } from './registers';
import type { Span } from './script-account';
import type { Attributes } from './updates';

type Table = readonly MpuTableEntry[];

/** How a range stands to what is mapped (digest 2.3). */
export interface Found {
  match: 'equal' | 'inside' | 'overlap' | 'none';
  /** The one that it is equal to or inside of. */
  entry?: MpuTableEntry;
}

const touches = ({ base, limit }: MpuTableEntry, { start, end }: Span): boolean =>
  base < end && start <= limit;

/**
 * How a range stands to the entries of a table, whatever their order.
 * @returns nothing where that depends on the order, because entries overlap there, or one is there
 * whose limit is below its base
 */
export function lookUp(table: Table, span: Span): Found | undefined {
  const near = table.filter((entry) => touches(entry, span));
  if (near.some(({ base, limit }) => limit < base)) return undefined;
  if (near.length === 0) return { match: 'none' };
  if (near.length > 1) {
    const sorted = [...near].sort((a, b) => a.base - b.base);
    const overlaps = sorted.some(({ base }, n) => n > 0 && base <= sorted[n - 1].limit);
    return overlaps ? undefined : { match: 'overlap' };
  }
  const [entry] = near;
  const [last, { base, limit }] = [span.end - 1, entry];
  if (base === span.start && limit === last) return { match: 'equal', entry };
  return base <= span.start && last <= limit ? { match: 'inside', entry } : { match: 'overlap' };
}

/** What an entry allows, by MAIR_EL2 as it is. */
export function attributesOf({ barBits, larBits }: MpuTableEntry, el2: MpuRegisters): Attributes {
  const isWide = el2.format === 64;
  const ap = (barBits >>> (isWide ? 2 : 1)) & 3;
  return {
    memory: memoryOf(el2.memoryType((larBits >>> 1) & 7)),
    readOnly: (ap & 2) !== 0,
    executeNever: (barBits & (isWide ? 2 : 1)) !== 0,
  };
}

/** @param type a byte of MAIR */
export function memoryOf(type: number): Attributes['memory'] {
  if ((type & 0xf0) === 0) return 'device';
  return type === 0x44 ? 'nc' : 'normal';
}

/** It allows the same, of whatever memory. */
export function allowsSame(one: Attributes, other: Attributes): boolean {
  return one.readOnly === other.readOnly && one.executeNever === other.executeNever;
}

function isSameEntry(one: MpuTableEntry, other: MpuTableEntry): boolean {
  return (
    one === other ||
    (one.index === other.index &&
      one.base === other.base &&
      one.limit === other.limit &&
      one.barBits === other.barBits &&
      one.larBits === other.larBits &&
      one.references === other.references)
  );
}

export function isSameTable(one: Table, other: Table): boolean {
  return one === other || (one.length === other.length && changed(one, other).length === 0);
}

type ByIndex = readonly (MpuTableEntry | undefined)[];

function indexed(table: Table): ByIndex {
  const entries: (MpuTableEntry | undefined)[] = [];
  for (const entry of table) entries[entry.index] = entry;
  return entries;
}

/** Tables asked for last, the newest first: those of a step are asked for often. */
let recent: readonly { table: Table; entries: ByIndex }[] = [];

/** The entries of a table by index. */
function byIndex(table: Table): ByIndex {
  let found = recent.find((one) => one.table === table);
  if (!found) {
    found = { table, entries: indexed(table) };
    recent = [found, ...recent.slice(0, 1)];
  }
  return found.entries;
}

/** The entry with an index, or nothing. */
export function entryAt(table: Table, index: number): MpuTableEntry | undefined {
  return byIndex(table)[index];
}

/** What is in one table and not, or not so, in another one. */
interface Difference {
  before: Table;
  now: Table;
  changed: readonly MpuTableEntry[];
  added: readonly MpuTableEntry[];
}

function differenceOf(before: Table, now: Table): Difference {
  const old = byIndex(before);
  const changed = now.filter((entry) => {
    const same = old[entry.index];
    return !same || !isSameEntry(same, entry);
  });
  const added = changed.filter(({ index }) => !old[index]);
  return { before, now, changed, added };
}

/** Those asked for last, the newest first: most requirements ask for the same two. */
let latest: readonly Difference[] = [];

function difference(before: Table, now: Table): Difference {
  let found = latest.find((one) => one.before === before && one.now === now);
  if (!found) {
    found = differenceOf(before, now);
    latest = [found, ...latest.slice(0, 1)];
  }
  return found;
}

/** Entries of `now` that `before` has not, or not so. */
export function changed(before: Table, now: Table): readonly MpuTableEntry[] {
  return before === now ? [] : difference(before, now).changed;
}

/** Entries whose index `before` has not; the other way round, those that are gone. */
export function added(before: Table, now: Table): readonly MpuTableEntry[] {
  return before === now ? [] : difference(before, now).added;
}

/** The lowest index that a table does not have. */
export function lowestFree(table: Table): number {
  const entries = byIndex(table);
  let index = 0;
  while (entries[index]) index++;
  return index;
}

/** The hardware has this entry: range, bits, and enabled. */
export function isInHardware(entry: MpuTableEntry, el2: MpuRegisters): boolean {
  const { index, base, limit, barBits, larBits } = entry;
  if (index >= el2.count) return false;
  const region = el2.region(index);
  return (
    region.enabled &&
    region.base === base &&
    region.limit === limit &&
    (el2.barLow[index] & 63) === barBits &&
    (el2.larLow[index] & 63) === larBits
  );
}

/** It is the same region in the hardware, to the bit. */
export function isSameRegion(index: number, one: MpuRegisters, other: MpuRegisters): boolean {
  return (
    one.barLow[index] === other.barLow[index] &&
    one.barHigh[index] === other.barHigh[index] &&
    one.larLow[index] === other.larLow[index] &&
    one.larHigh[index] === other.larHigh[index]
  );
}

/** Enabled regions of `now` that `before` has not, or not so. */
export function changedRegions(before: MpuRegisters, now: MpuRegisters): readonly RegionView[] {
  if (before.writes === now.writes) return [];
  return now.enabled().filter(({ index }) => !isSameRegion(index, now, before));
}

/** Pairs of enabled regions that have an address in common. */
export function overlapping(el2: MpuRegisters): [RegionView, RegionView][] {
  const sorted = el2.inOrder();
  const pairs: [RegionView, RegionView][] = [];
  sorted.forEach((one, n) => {
    for (let next = n + 1; next < sorted.length && sorted[next].base <= one.limit; next++) {
      pairs.push([one, sorted[next]]);
    }
  });
  return pairs;
}
