import type { MpuTableEntry } from '../../contract/mpu-script';
import type { Region } from '../../pmsav8';
import { prbarLow, prlarLow } from '../../pmsav8';
import type { Hardware } from '../hardware';
import { disableRegion, writePermissions, writeRegion } from './access';

/**
 * What a region of EL2 is there for. `fixed`: Xen, always. `boot`: Xen while it boots. `switching`:
 * Xen while no guest runs. `p2m`: the guest that runs. `temporary`: something Xen copies from or to.
 */
export type Role = 'fixed' | 'boot' | 'switching' | 'p2m' | 'temporary';

export interface Slot {
  region: Region;
  role: Role;
  /** It was asked for by a step, not made by booting. */
  asked?: boolean;
}

/** Entries of a table: more than any hardware has regions. */
const ENTRIES = 256;

export const touches = (one: Region, other: Region): boolean =>
  one.base <= other.limit && other.base <= one.limit;

/** `xen_mpumap` and `xen_mpumap_mask`, with the regions of the guest that runs: what EL2 has. */
export class RegionTable {
  /** Implemented regions. */
  max = 0;
  /** The first index behind the regions that the assembly fixed. */
  firstFree = 0;
  /** Regions enabled and disabled so far. */
  mapped = 0;
  unmapped = 0;
  /** Indexes that booting has given up and nobody may have. */
  readonly retired = new Set<number>();
  private readonly slots: (Slot | undefined)[] = new Array<Slot | undefined>(ENTRIES);
  /** What `show` found, until something changes. */
  private shown: readonly MpuTableEntry[] | undefined;
  /** Switching regions that are disabled, by index. */
  private readonly away = new Map<number, Slot>();

  constructor(private readonly hardware: Hardware) {}

  at(index: number): Slot | undefined {
    return this.slots[index];
  }

  /** Takes over what another CPU has, in the hardware, too. */
  copyFrom(other: RegionTable): void {
    this.max = other.max;
    this.firstFree = other.firstFree;
    for (const index of other.retired) this.retired.add(index);
    for (const index of other.indexes()) {
      const slot = other.at(index)!;
      this.put(index, { ...slot, region: { ...slot.region } });
    }
  }

  /** Indexes in use, ascending; those of some roles only. */
  indexes(...roles: readonly Role[]): number[] {
    const found: number[] = [];
    for (let index = 0; index < ENTRIES; index++) {
      const slot = this.slots[index];
      if (slot && (roles.length === 0 || roles.includes(slot.role))) found.push(index);
    }
    return found;
  }

  /** The lowest free index. @param beyond whether it may be one that is not implemented */
  up(beyond = false): number | undefined {
    const end = beyond ? ENTRIES : this.max;
    for (let index = this.firstFree; index < end; index++) {
      if (this.isFree(index)) return index;
    }
    return undefined;
  }

  /** The highest free index. */
  down(): number | undefined {
    for (let index = this.max - 1; index >= this.firstFree; index--) {
      if (this.isFree(index)) return index;
    }
    return undefined;
  }

  isFree(index: number): boolean {
    return !this.slots[index] && !this.retired.has(index);
  }

  /** Indexes that a guest and what is mapped for a moment can have while a guest runs. */
  get leftForGuests(): number {
    let left = 0;
    for (let index = this.firstFree; index < this.max; index++) {
      if (this.isFree(index) || this.slots[index]?.role === 'switching') left++;
    }
    return left;
  }

  /** A region that has something in common with another. */
  overlapping(region: Region): number | undefined {
    return this.indexes().find((index) => touches(this.slots[index]!.region, region));
  }

  /** The region that is a range. @param count entries to look at */
  find({ start, end }: { start: number; end: number }, count = ENTRIES): number | undefined {
    return this.indexes().find((index) => {
      const { base, limit } = this.slots[index]!.region;
      return index < count && base === start && limit + 1 === end;
    });
  }

  /** The region that a range lies in. */
  around({ start, end }: { start: number; end: number }): Slot | undefined {
    return this.slots.find(
      (slot) => slot && slot.region.base <= start && end <= slot.region.limit + 1,
    );
  }

  /** Enables a region at a free index. */
  put(index: number, slot: Slot): void {
    this.slots[index] = slot;
    this.shown = undefined;
    this.mapped++;
    writeRegion(this.hardware, index, slot.region);
  }

  /** Writes what a region allows. */
  update(index: number): void {
    this.shown = undefined;
    writePermissions(this.hardware, index, this.slots[index]!.region);
  }

  /** Disables a region. */
  drop(index: number): void {
    disableRegion(this.hardware, index, this.slots[index]!.region);
    if (this.slots[index]!.role === 'boot') this.retired.add(index);
    this.slots[index] = this.shown = undefined;
    this.unmapped++;
  }

  /** The switching regions make room for a guest's (MPU-P-021). */
  switchOut(): void {
    for (const index of this.indexes('switching')) {
      this.away.set(index, this.slots[index]!);
      this.drop(index);
    }
  }

  /** They come back to where they were. */
  switchIn(): void {
    for (const [index, slot] of this.away) this.put(index, slot);
    this.away.clear();
  }

  /** Another order of the same regions, for the hardware to be told of. */
  arrange(slots: readonly Slot[], first: number): void {
    this.shown = undefined;
    this.slots.fill(undefined, first);
    slots.forEach((slot, n) => (this.slots[first + n] = slot));
  }

  /** What is in use, as it is shown. */
  show(): readonly MpuTableEntry[] {
    this.shown ??= this.indexes().map((index) => this.entryAt(index));
    return this.shown;
  }

  private entryAt(index: number): MpuTableEntry {
    const { format } = this.hardware.system.machine;
    const { region } = this.slots[index]!;
    const [barBits, larBits] = [prbarLow(format, region) & 63, prlarLow(format, region) & 63];
    return { index, base: region.base, limit: region.limit, barBits, larBits, references: 0 };
  }
}
