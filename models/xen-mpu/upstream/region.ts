import type { MpuFlags } from '../../contract/mpu-script';
import type { Region } from '../../pmsav8/fields';
import { GRANULE } from '../../pmsav8/fields';

/** From `start` to the byte before `end`. */
export interface Range {
  start: number;
  end: number;
}

/** An entry of xen_mpumap (`pr_t`). */
export interface Entry extends Region {
  /** Mappings of it beyond the first: eight bits. */
  refcount: number;
  /**
   * What was mapped here and not unmapped yet, one more than `refcount`, the oldest first. Xen does
   * not keep it; mended it does.
   */
  mappings: Range[];
}

/** PAGE_SIZE */
export const PAGE = 4096;

/** Bytes that BASE and LIMIT do not hold are lost (`pr_set_base`, `pr_set_limit`). */
const ADDRESSES = 2 ** 48;

export const pageDown = (address: number): number => address - (address % PAGE);
export const pageUp = (address: number): number => pageDown(address + PAGE - 1);

/** Indices of MAIR_EL2 (`MT_…`). */
const MT_NORMAL_NC = 1;
const MT_DEVICE_nGnRE = 4;
const MT_NORMAL = 7;

/** What a mapping allows, as PAGE_HYPERVISOR_… has it. */
export interface Flags {
  attribute: number;
  readOnly: boolean;
  executeNever: boolean;
}

export const pageFlags: Record<MpuFlags, Flags> = {
  ro: { attribute: MT_NORMAL, readOnly: true, executeNever: true },
  rw: { attribute: MT_NORMAL, readOnly: false, executeNever: true },
  rx: { attribute: MT_NORMAL, readOnly: true, executeNever: false },
  rwx: { attribute: MT_NORMAL, readOnly: false, executeNever: false },
  device: { attribute: MT_DEVICE_nGnRE, readOnly: false, executeNever: true },
  nc: { attribute: MT_NORMAL_NC, readOnly: false, executeNever: true },
};

const OUTER = 2;
const INNER = 3;

/** `pr_set_base`: down to a granule. */
export function setBase(region: Region, base: number): void {
  const address = base % ADDRESSES;
  region.base = address - (address % GRANULE);
}

/** `pr_set_limit`: up to the end of a granule. @param end the byte after the last */
export function setLimit(region: Region, end: number): void {
  const address = (end - 1) % ADDRESSES;
  region.limit = address - (address % GRANULE) + GRANULE - 1;
}

/** XN of PRBAR: XN[0] is always 0 (MPU-X-033). */
const executeNever = (format: 32 | 64): number => (format === 64 ? 2 : 1);

/** Sets what a region allows: AP[0] is always 0 (MPU-X-033). */
export function setPermissions(format: 32 | 64, region: Region, flags: Flags): void {
  region.ap = flags.readOnly ? 2 : 0;
  region.xn = flags.executeNever ? executeNever(format) : 0;
}

/** Does a region allow what the flags say? The memory type does not count. */
export function hasPermissions(region: Region, flags: Flags): boolean {
  return ((region.ap & 2) !== 0) === flags.readOnly && (region.xn !== 0) === flags.executeNever;
}

/** `pr_of_addr`: shareability follows from the memory type (MPU-X-032). */
export function entryOf(format: 32 | 64, range: Range, flags: Flags): Entry {
  const entry = disabledEntry();
  entry.sh = flags.attribute === MT_NORMAL ? INNER : OUTER;
  entry.attribute = flags.attribute;
  entry.enabled = true;
  entry.mappings.push(range);
  setPermissions(format, entry, flags);
  setBase(entry, range.start);
  setLimit(entry, range.end);
  return entry;
}

/** An entry of nothing but zeros. */
export function disabledEntry(): Entry {
  return {
    base: 0,
    limit: GRANULE - 1,
    ap: 0,
    xn: 0,
    sh: 0,
    attribute: 0,
    enabled: false,
    refcount: 0,
    mappings: [],
  };
}

/** How a range stands to the entry found for it. */
export type Match = 'equal' | 'inside' | 'overlap';

/**
 * How a range stands to the entry (`mpumap_contains_region`, MPU-X-010, MPU-X-011); nothing if they
 * are disjoint.
 */
export function matchOf(entry: Entry, { start, end }: Range): Match | undefined {
  const last = end - 1;
  if (!entry.enabled || entry.limit < start || entry.base > last) return undefined;
  if (entry.base === start && entry.limit === last) return 'equal';
  return start >= entry.base && last <= entry.limit ? 'inside' : 'overlap';
}
