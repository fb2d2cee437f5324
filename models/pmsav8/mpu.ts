import type { MpuChoices } from './choices';
import type { Format } from './fields';
import { apOf, baseOf, limitOf, prbarMask, prlarMask, xnOf } from './fields';

/** SCTLR_ELx bits that concern the MPU. */
export const Sctlr = {
  /** MPU enable (MPU-A-016). */
  M: 1,
  /** Background region enable (MPU-A-005). */
  BR: 1 << 17,
  /** Write permission implies execute-never (MPU-A-017). */
  WXN: 1 << 19,
} as const;

/** What `match` finds where it finds no region, or more than one. */
export const NONE = -1;
export const SEVERAL = -2;

/** What an access through PRBAR or PRLAR finds when it finds no region. */
export const UNIMPLEMENTED = -1;
export const UNDEFINED = -2;

/** Words of the image of an MPU without regions, and of each region. */
const IMAGE_HEAD = 4;
const IMAGE_REGION = 4;

/** The register file of one MPU, that of EL1 or that of EL2. */
export class Mpu {
  /** PRBAR and PRLAR by region: the registers themselves. */
  private readonly barLow: Int32Array;
  private readonly barHigh: Int32Array;
  private readonly larLow: Int32Array;
  private readonly larHigh: Int32Array;
  /**
   * By region: bits 2:0 read, write and execute for the level that owns the MPU; 5:3 the same for
   * those below.
   */
  readonly rights: Uint8Array;
  /** The regions that something can match: first byte, last byte and number of each. */
  private readonly liveBase: Float64Array;
  private readonly liveLimit: Float64Array;
  private readonly liveRegion: Uint8Array;
  /** How many these are; −1 if they have to be found again. */
  private live = -1;
  /** PRSELR.REGION */
  selector = 0;
  /** SCTLR_ELx, the bits in `Sctlr`. */
  sctlr = 0;
  /** MAIR_ELx; MAIR0 and MAIR1 in PMSAv8-32. */
  mairLow = 0;
  mairHigh = 0;

  /**
   * @param level 1 or 2
   * @param count implemented regions, 0 to 255
   */
  constructor(
    readonly format: Format,
    readonly level: 1 | 2,
    readonly count: number,
    private readonly choices: MpuChoices,
  ) {
    this.barLow = new Int32Array(count);
    this.barHigh = new Int32Array(count);
    this.larLow = new Int32Array(count);
    this.larHigh = new Int32Array(count);
    this.rights = new Uint8Array(count);
    this.liveBase = new Float64Array(count);
    this.liveLimit = new Float64Array(count);
    this.liveRegion = new Uint8Array(count);
    this.reset();
  }

  /** Everything zero: off, no region enabled. */
  reset(): void {
    this.selector = this.sctlr = this.mairLow = this.mairHigh = 0;
    for (let region = 0; region < this.count; region++) {
      this.writeBar(region, 0, 0);
      this.writeLar(region, 0, 0);
    }
  }

  /** MPUIR_EL1, MPUIR_EL2, HMPUIR: bits 7:0; MPUIR: bits 15:8 (MPU-A-008, MPU-A-009). */
  readMpuir(): number {
    return this.format === 32 && this.level === 1 ? this.count << 8 : this.count;
  }

  writePrselr(value: number): void {
    const selected = value & 0xff;
    if (selected >= this.count && this.choices.unimplementedSelector === 'ignored') return;
    this.selector = selected;
  }

  /**
   * The region that an access means (MPU-A-011, MPU-A-012).
   * @param index number of the direct register, or −1 for PRBAR and PRLAR themselves
   * @returns its number, UNIMPLEMENTED or UNDEFINED
   */
  regionOf(index: number): number {
    if (index > (this.format === 64 ? 15 : 31)) return UNDEFINED;
    // PRBAR0_ELx would have the encoding of PRBAR_ELx.
    const selects = index < 0 || (index === 0 && this.format === 64);
    const block = this.format === 64 ? this.selector & 0xf0 : 0;
    const region = selects ? this.selector : block + index;
    return region < this.count ? region : UNIMPLEMENTED;
  }

  /** PRBAR [31:0] of a region. */
  readBarLow(region: number): number {
    return this.barLow[region];
  }

  /** PRBAR [63:32] of a region. */
  readBarHigh(region: number): number {
    return this.barHigh[region];
  }

  /** PRLAR [31:0] of a region. */
  readLarLow(region: number): number {
    return this.larLow[region];
  }

  /** PRLAR [63:32] of a region. */
  readLarHigh(region: number): number {
    return this.larHigh[region];
  }

  writeBar(region: number, low: number, high: number): void {
    this.barLow[region] = this.keeps(low, prbarMask(this.format));
    this.barHigh[region] = this.keepsHigh(high);
    this.refresh(region);
  }

  writeLar(region: number, low: number, high: number): void {
    this.larLow[region] = this.keeps(low, prlarMask(this.format));
    this.larHigh[region] = this.keepsHigh(high);
    this.refresh(region);
  }

  /** PRENR: EN of regions 0 to 31 (MPU-A-013). */
  readPrenr(): number {
    let bits = 0;
    for (let n = Math.min(32, this.count) - 1; n >= 0; n--)
      bits = (bits << 1) | (this.larLow[n] & 1);
    return bits;
  }

  writePrenr(bits: number): void {
    for (let n = Math.min(32, this.count) - 1; n >= 0; n--) {
      this.larLow[n] = (this.larLow[n] & ~1) | ((bits >>> n) & 1);
      this.refresh(n);
    }
  }

  writeSctlr(value: number): void {
    this.sctlr = value & (Sctlr.M | Sctlr.BR | Sctlr.WXN);
  }

  /**
   * The one enabled region with this address in it, NONE or SEVERAL: there is no priority between
   * regions (MPU-A-004).
   */
  match(address: number): number {
    if (this.live < 0) this.findLive();
    const { live, liveBase, liveLimit } = this;
    let found = NONE;
    for (let n = 0; n < live; n++) {
      if (address > liveLimit[n] || address < liveBase[n]) continue;
      if (found !== NONE) return SEVERAL;
      found = this.liveRegion[n];
    }
    return found;
  }

  /** Disabled regions match nothing (MPU-A-002), nor do those that end before they begin (MPU-A-003). */
  private findLive(): void {
    this.live = 0;
    for (let region = 0; region < this.count; region++) {
      if ((this.larLow[region] & 1) === 0) continue;
      const base = baseOf(this.format, this.barLow[region], this.barHigh[region]);
      const limit = limitOf(this.format, this.larLow[region], this.larHigh[region]);
      if (limit < base) continue;
      this.liveBase[this.live] = base;
      this.liveLimit[this.live] = limit;
      this.liveRegion[this.live++] = region;
    }
  }

  /** The byte of MAIR that AttrIndx selects (MPU-A-018). */
  memoryType(attribute: number): number {
    return ((attribute < 4 ? this.mairLow : this.mairHigh) >>> ((attribute & 3) * 8)) & 0xff;
  }

  /** Words of the image that `save` fills. */
  get imageWords(): number {
    return IMAGE_HEAD + IMAGE_REGION * this.count;
  }

  /** Copies the whole state, PRSELR included (MPU-A-030), into an image from word `at` on. */
  save(image: Int32Array, at = 0): void {
    image[at] = this.selector;
    image[at + 1] = this.sctlr;
    image[at + 2] = this.mairLow;
    image[at + 3] = this.mairHigh;
    for (let region = 0; region < this.count; region++) {
      const word = at + IMAGE_HEAD + IMAGE_REGION * region;
      image[word] = this.barLow[region];
      image[word + 1] = this.barHigh[region];
      image[word + 2] = this.larLow[region];
      image[word + 3] = this.larHigh[region];
    }
  }

  /** The state of an image that an MPU with as many regions saved. */
  restore(image: Int32Array, at = 0): void {
    this.selector = image[at];
    this.sctlr = image[at + 1];
    this.mairLow = image[at + 2];
    this.mairHigh = image[at + 3];
    for (let region = 0; region < this.count; region++) {
      const word = at + IMAGE_HEAD + IMAGE_REGION * region;
      this.barLow[region] = image[word];
      this.barHigh[region] = image[word + 1];
      this.larLow[region] = image[word + 2];
      this.larHigh[region] = image[word + 3];
      this.refresh(region);
    }
  }

  private keeps(value: number, mask: number): number {
    return this.choices.reservedBits === 'kept' ? value : value & mask;
  }

  private keepsHigh(value: number): number {
    if (this.format === 32) return 0;
    return this.choices.reservedBits === 'kept' ? value : value & 0xffff;
  }

  /** What follows from the registers of a region. */
  private refresh(region: number): void {
    const { format } = this;
    const bar = this.barLow[region];
    this.live = -1;
    const ap = apOf(format, bar);
    const data = (ap & 2) !== 0 ? 1 : 3;
    const below = (ap & 1) !== 0 ? data : 0;
    this.rights[region] =
      this.withExecute(data, bar, true) | (this.withExecute(below, bar, false) << 3);
  }

  /** Adds the right to execute where there is one to read. `owner`: the level of the MPU itself. */
  private withExecute(data: number, bar: number, owner: boolean): number {
    const { el0, el1, el2, stage2 } = this.choices.executeNever;
    const bits = this.level === 1 ? (owner ? el1 : el0) : owner ? el2 : stage2;
    const never = xnOf(this.format, bar) & (this.format === 64 ? bits : 1);
    return data !== 0 && never === 0 ? data | 4 : data;
  }
}
