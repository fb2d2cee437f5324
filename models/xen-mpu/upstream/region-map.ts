import type { MpuResult, MpuTableEntry } from '../../contract/mpu-script';
import { MpuRegister } from '../../contract/mpu-registers';
import { prbarLow, prlarLow } from '../../pmsav8/fields';
import type { Hardware } from '../hardware';
import { writeLimitFirst, writeRegion } from './access';
import type { Has } from './deviations';
import type { Entry, Flags, Match, Range } from './region';
import { disabledEntry, entryOf, hasPermissions, matchOf, setPermissions } from './region';
import { PAGE, setBase, setLimit } from './region';

/** MAX_MPU_REGION_NR */
const ENTRIES = 255;
const REFCOUNT_MAX = 255;
/** What 42 bits can hold. */
const READ_ADDRESSES = 2 ** 42;

/** What `find` found: an entry, and how the range stands to it. */
interface Found {
  index: number;
  match: Match;
}

/** `xen_mpumap`, `xen_mpumap_mask` and `max_mpu_regions`, and what changes them. */
export class RegionMap {
  /** One for each region implemented: Xen looks at no others. */
  readonly entries: Entry[] = [];
  /** By index: in use. */
  readonly mask: boolean[] = [];
  /** By index: what `show` told of it last. */
  private readonly shown: MpuTableEntry[] = [];
  /** What lies behind the table, as far as an index that is no index reaches: zeros. */
  private readonly behind = disabledEntry();
  private readonly format: 32 | 64;

  constructor(
    private readonly hardware: Hardware,
    private readonly has: Has,
  ) {
    this.format = hardware.system.machine.format;
  }

  /** Implemented regions (`max_mpu_regions`). */
  get max(): number {
    return this.entries.length;
  }

  /** Sets the number of implemented regions, before any is used. */
  setMax(max: number): void {
    for (let index = 0; index < max; index++) {
      this.entries.push(disabledEntry());
      this.mask.push(false);
    }
  }

  /** The first entry that is not disjoint from a range (`mpumap_contains_region`). */
  find(range: Range): Found | undefined {
    if (range.end <= range.start && !this.has('XMPU-14')) return undefined;
    for (let index = 0; index < this.max; index++) {
      const match = matchOf(this.asRead(this.entries[index]), range);
      if (match) return { index, match };
    }
    return undefined;
  }

  /**
   * An entry as `pr_get_base` and `pr_get_limit` read it: BASE and LIMIT are bit-fields of 42 bits, and
   * GCC shifts them as such, so that bits 47:42 of the address are lost.
   */
  private asRead(entry: Entry): Entry {
    if (this.format === 32 || entry.limit < READ_ADDRESSES || !this.has('XMPU-15')) return entry;
    const { base, limit } = entry;
    return { ...entry, base: base % READ_ADDRESSES, limit: limit % READ_ADDRESSES };
  }

  /** Maps a range, or changes what is allowed there (`xen_mpumap_update`). */
  map(range: Range, flags: Flags): MpuResult {
    if (!isLegal(range) || isWritableAndExecutable(flags)) return 'EINVAL';
    return this.synchronised(this.insert(range, flags));
  }

  /** `modify_xen_mappings` */
  modify(range: Range, flags: Flags): MpuResult {
    if (this.has('XMPU-07')) return this.map(range, flags);
    if (!isLegal(range) || isWritableAndExecutable(flags)) return 'EINVAL';
    const found = this.find(range);
    if (!found || found.match === 'overlap') return 'EINVAL';
    const entry = this.entries[found.index];
    const isSame = entry.attribute === flags.attribute && hasPermissions(entry, flags);
    return isSame ? this.synchronised('ok') : this.map(range, flags);
  }

  /** `destroy_xen_mappings` */
  unmap(range: Range): MpuResult {
    if (!isLegal(range)) return 'EINVAL';
    const found = this.find(range);
    if (!found || found.match === 'overlap') return 'EINVAL';
    return this.synchronised(this.remove(found, range));
  }

  /** `destroy_xen_mapping_containing`. @param page address of its first byte */
  unmapContaining(page: number): MpuResult {
    const found = this.find({ start: page, end: page + PAGE });
    if (!found) return 'EINVAL';
    if (found.match === 'overlap') {
      if (!this.has('XMPU-08')) return 'EINVAL';
      return this.synchronised(this.release(ENTRIES, this.behind, 0));
    }
    const entry = this.entries[found.index];
    return this.synchronised(this.release(found.index, entry, mappingAt(entry, page)));
  }

  /** Moves the base of a region in use, or its limit. @param end the byte after the last */
  move(index: number, to: { start: number } | { end: number }): void {
    const entry = this.entries[index];
    const whole = entry.mappings.findIndex(
      ({ start, end }) => start === entry.base && end === entry.limit + 1,
    );
    if ('start' in to) setBase(entry, to.start);
    else setLimit(entry, to.end);
    if (whole >= 0) entry.mappings[whole] = { start: entry.base, end: entry.limit + 1 };
  }

  /** Writes a region whose range was moved. */
  rewrite(index: number): void {
    const entry = this.entries[index];
    if (entry.limit < entry.base && !this.has('XMPU-12')) this.disable(index);
    else writeRegion(this.hardware, index, entry);
  }

  /** The entries in use: what is as it was when last shown is the same object. */
  show(): readonly MpuTableEntry[] {
    const { mask, max, shown } = this;
    const table: MpuTableEntry[] = [];
    for (let index = 0; index < max; index++) {
      if (mask[index]) table.push((shown[index] = this.entryAt(index)));
    }
    return table;
  }

  private entryAt(index: number): MpuTableEntry {
    const { format, shown } = this;
    const entry = this.entries[index];
    const { base, limit, refcount: references } = entry;
    const barBits = prbarLow(format, entry) & 63;
    const larBits = prlarLow(format, entry) & 63;
    const last = shown[index];
    const isSame =
      last?.base === base &&
      last.limit === limit &&
      last.barBits === barBits &&
      last.larBits === larBits &&
      last.references === references;
    return isSame ? last : { index, base, limit, barBits, larBits, references };
  }

  /** `context_sync_mpu` (MPU-X-052) */
  synchronise(): void {
    this.hardware.barrier();
  }

  /** A DSB and ISB after what succeeded. */
  private synchronised(result: MpuResult): MpuResult {
    if (result === 'ok') this.synchronise();
    return result;
  }

  private insert(range: Range, flags: Flags): MpuResult {
    const found = this.find(range);
    if (!found) return this.allocate(range, flags);
    if (found.match === 'overlap') return 'EINVAL';
    const entry = this.entries[found.index];
    const sameType = entry.attribute === flags.attribute;
    if (!sameType && !this.has('XMPU-10')) return 'EINVAL';
    if (!hasPermissions(entry, flags)) {
      if (found.match === 'inside' || entry.refcount !== 0) return 'EINVAL';
      setPermissions(this.format, entry, flags);
      writeRegion(this.hardware, found.index, entry);
      return 'ok';
    }
    if (!sameType) return 'EINVAL';
    if (entry.refcount === REFCOUNT_MAX) return 'ENOENT';
    entry.refcount++;
    entry.mappings.push(range);
    return 'ok';
  }

  /** Takes the lowest free region (`xen_mpumap_alloc_entry`). */
  private allocate(range: Range, flags: Flags): MpuResult {
    const index = this.mask.indexOf(false);
    if (index < 0) return 'ENOENT';
    this.mask[index] = true;
    this.entries[index] = entryOf(this.format, range, flags);
    writeRegion(this.hardware, index, this.entries[index]);
    return 'ok';
  }

  /** Takes back one mapping of what was found, and the region with the last of them. */
  private remove({ index, match }: Found, range: Range): MpuResult {
    const entry = this.entries[index];
    const own = entry.mappings.findLastIndex(
      ({ start, end }) => start === range.start && end === range.end,
    );
    if (own < 0 && !this.has('XMPU-06')) return 'EINVAL';
    const isPart = match === 'inside' && (own < 0 || this.has('XMPU-05'));
    if (entry.refcount === 0 && isPart) return 'EINVAL';
    return this.release(index, entry, own < 0 ? entry.mappings.length - 1 : own);
  }

  /** `xen_mpumap_free_entry`. @param mapping which of the mappings goes */
  private release(index: number, entry: Entry, mapping: number): MpuResult {
    if (entry.refcount === 0) this.disable(index);
    else {
      entry.refcount--;
      entry.mappings.splice(mapping, 1);
    }
    return 'ok';
  }

  /** `disable_mpu_region_from_index` */
  private disable(index: number): void {
    if (index === ENTRIES || !this.entries[index].enabled) return;
    this.entries[index] = disabledEntry();
    this.mask[index] = false;
    const usesPrenr = this.has('XMPU-03') ? index !== 0 : index < 32;
    if (usesPrenr) {
      const enabled = this.hardware.read(MpuRegister.PRENR_EL2);
      this.hardware.write(MpuRegister.PRENR_EL2, enabled & ~this.enableBit(index));
    } else if (this.has('XMPU-04')) writeRegion(this.hardware, index, this.entries[index]);
    else writeLimitFirst(this.hardware, index, this.entries[index]);
  }

  /** What is shifted left by the number of a region: modulo 64 in PMSAv8-64. */
  private enableBit(index: number): number {
    const shift = this.format === 64 ? index % 64 : index;
    return shift < 32 ? 1 << shift : 0;
  }
}

const isWritableAndExecutable = (flags: Flags): boolean => !flags.readOnly && !flags.executeNever;

/** Whole pages, and not nothing. */
function isLegal({ start, end }: Range): boolean {
  return start < end && start % PAGE === 0 && end % PAGE === 0;
}

/** The mapping that begins at a page, or else has it in it, or else any; the newest of them. */
function mappingAt({ mappings }: Entry, page: number): number {
  const begins = mappings.findLastIndex(({ start }) => start === page);
  if (begins >= 0) return begins;
  const around = mappings.findLastIndex(({ start, end }) => start <= page && page < end);
  return around >= 0 ? around : mappings.length - 1;
}
