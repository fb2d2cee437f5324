import { MpuRegister } from '../../models/contract/mpu-registers';

/** Bytes of a granule (MPU-A-001). */
export const GRANULE = 64;
const SELECTOR_BLOCK = 16;
/** PRENR reaches the regions below this one (MPU-A-013). */
export const PRENR_REGIONS = 32;

/** RES0 bits of PRBAR and PRLAR, bits 31:0. */
const RESERVED = { 32: { bar: 1 << 5, lar: 3 << 4 }, 64: { bar: 0, lar: 1 << 5 } } as const;

/** SCTLR_ELx bits that concern the MPU. */
export const Sctlr = { M: 1, BR: 1 << 17, WXN: 1 << 19 } as const;
/** HCR_EL2 bits that concern the MPU. */
export const Hcr = { VM: 1, DC: 1 << 12 } as const;
/** VTCR_EL2.MSA */
export const MSA = 1 << 31;

/** A region as its registers have it. */
export interface RegionView {
  index: number;
  /** First byte. */
  base: number;
  /** Last byte. Below `base`: the region matches nothing (MPU-A-003). */
  limit: number;
  enabled: boolean;
  ap: number;
  xn: number;
  sh: number;
  /** Which byte of MAIR. */
  attribute: number;
}

/** PRBAR or PRLAR of a region was written, or PRENR enabled it. */
export const Written = { Bar: 1, Lar: 2, Enabled: 4 } as const;

/** The value of a register. */
export interface Words {
  low: number;
  high: number;
}

/** What was written to the registers of one MPU, so far as a trace shows it. */
export class MpuRegisters {
  readonly barLow: Int32Array;
  readonly barHigh: Int32Array;
  readonly larLow: Int32Array;
  readonly larHigh: Int32Array;
  /** By region, bits of `Written`: what was written of it. Nobody knows how reset left the rest. */
  readonly written: Uint8Array;
  /** By region: PRENR was written since PRLAR was. */
  readonly byPrenr: Uint8Array;
  selector = 0;
  /** The bits in `Sctlr`. */
  sctlr = 0;
  mairLow = 0;
  mairHigh = 0;
  /** Accesses that may have changed something. */
  writes = 0;
  /** What follows from the registers, as far as it was asked for since they changed. */
  private readonly views: (RegionView | undefined)[];
  private live: readonly RegionView[] | undefined;
  private sorted: readonly RegionView[] | undefined;

  constructor(
    readonly format: 32 | 64,
    /** Regions implemented. */
    readonly count: number,
  ) {
    this.barLow = new Int32Array(count);
    this.barHigh = new Int32Array(count);
    this.larLow = new Int32Array(count);
    this.larHigh = new Int32Array(count);
    this.written = new Uint8Array(count);
    this.byPrenr = new Uint8Array(count);
    this.views = new Array<RegionView | undefined>(count).fill(undefined);
  }

  reset(): void {
    for (const words of [this.barLow, this.barHigh, this.larLow, this.larHigh]) words.fill(0);
    this.written.fill(0);
    this.byPrenr.fill(0);
    this.selector = this.sctlr = this.mairLow = this.mairHigh = 0;
    this.views.fill((this.live = this.sorted = undefined));
    this.writes++;
  }

  /** Becomes what another one is that it always follows. Nothing else may write to it. */
  follow(other: MpuRegisters): void {
    if (this.writes !== other.writes) this.copyFrom(other);
  }

  copyFrom(other: MpuRegisters): void {
    this.barLow.set(other.barLow);
    this.barHigh.set(other.barHigh);
    this.larLow.set(other.larLow);
    this.larHigh.set(other.larHigh);
    this.written.set(other.written);
    this.byPrenr.set(other.byPrenr);
    for (let n = 0; n < this.count; n++) this.views[n] = other.views[n];
    this.live = other.live;
    this.sorted = other.sorted;
    this.writes = other.writes;
    this.selector = other.selector;
    this.sctlr = other.sctlr;
    this.mairLow = other.mairLow;
    this.mairHigh = other.mairHigh;
  }

  /**
   * The region that an access to PRBAR or PRLAR means (MPU-A-011, MPU-A-012).
   * @param direct number of a direct register, or −1
   * @returns its number, which may not be implemented
   */
  regionOf(direct: number): number {
    if (direct < 0) return this.selector;
    if (this.format === 32) return direct;
    const first = this.selector - (this.selector % SELECTOR_BLOCK);
    return direct === 0 ? this.selector : first + direct;
  }

  /**
   * Reserved bits are dropped, as hardware may; so are accesses to regions that are not implemented.
   * @param register of EL1: those of EL2 in the same order
   */
  write(register: number, direct: number, low: number, high: number): void {
    this.writes++;
    switch (register) {
      case MpuRegister.PRSELR_EL1:
        this.selector = low & 0xff;
        return;
      case MpuRegister.PRENR_EL1:
        return this.writePrenr(low);
      case MpuRegister.SCTLR_EL1:
        this.sctlr = low & (Sctlr.M | Sctlr.BR | Sctlr.WXN);
        return;
      case MpuRegister.MAIR_EL1:
        this.mairLow = low;
        this.mairHigh = high;
        return;
      case MpuRegister.PRBAR_EL1:
      case MpuRegister.PRLAR_EL1: {
        const region = this.regionOf(direct);
        if (region >= this.count) return;
        const isBase = register === MpuRegister.PRBAR_EL1;
        const reserved = RESERVED[this.format][isBase ? 'bar' : 'lar'];
        const wasEnabled = this.isEnabled(region);
        (isBase ? this.barLow : this.larLow)[region] = low & ~reserved;
        (isBase ? this.barHigh : this.larHigh)[region] = this.format === 64 ? high & 0xffff : 0;
        this.written[region] |= isBase ? Written.Bar : Written.Lar;
        if (!isBase) this.byPrenr[region] = 0;
        this.views[region] = undefined;
        if (wasEnabled || this.isEnabled(region)) this.reorder(region);
      }
    }
  }

  private writePrenr(bits: number): void {
    for (let n = 0; n < Math.min(this.count, PRENR_REGIONS); n++) {
      const enable = (bits >>> n) & 1;
      if (enable !== 0) this.written[n] |= Written.Enabled;
      if ((this.larLow[n] & 1) === enable) continue;
      this.larLow[n] ^= 1;
      this.views[n] = undefined;
      this.reorder(n);
    }
    this.byPrenr.fill(1);
  }

  /** A region that is or was enabled changed. */
  private reorder(index: number): void {
    this.live = undefined;
    if (!this.sorted) return;
    const others = this.sorted.filter((region) => region.index !== index);
    const region = this.region(index);
    if (region.enabled && !isInverted(region)) {
      const next = others.findIndex(({ base }) => base > region.base);
      others.splice(next < 0 ? others.length : next, 0, region);
    }
    this.sorted = others;
  }

  /**
   * What a read shows. MPUIR is not among the registers that can be written.
   * @param register of EL1: those of EL2 in the same order
   */
  read(register: number, direct: number): Words | undefined {
    switch (register) {
      case MpuRegister.PRSELR_EL1:
        return { low: this.selector, high: 0 };
      case MpuRegister.PRENR_EL1:
        return { low: this.prenr(), high: 0 };
      case MpuRegister.SCTLR_EL1:
        return { low: this.sctlr, high: 0 };
      case MpuRegister.MAIR_EL1:
        return { low: this.mairLow, high: this.mairHigh };
      case MpuRegister.PRBAR_EL1:
      case MpuRegister.PRLAR_EL1: {
        const region = this.regionOf(direct);
        if (region >= this.count) return undefined;
        return register === MpuRegister.PRBAR_EL1
          ? { low: this.barLow[region], high: this.barHigh[region] }
          : { low: this.larLow[region], high: this.larHigh[region] };
      }
    }
    return undefined;
  }

  /** PRENR: EN of the regions that it reaches. */
  prenr(): number {
    let bits = 0;
    for (let n = 0; n < Math.min(this.count, PRENR_REGIONS); n++) {
      bits |= (this.larLow[n] & 1) << n;
    }
    return bits;
  }

  isEnabled(region: number): boolean {
    return (this.larLow[region] & 1) !== 0;
  }

  region(index: number): RegionView {
    return (this.views[index] ??= this.decode(index));
  }

  private decode(index: number): RegionView {
    const { format } = this;
    const [low, last] = [this.barLow[index], this.larLow[index]];
    const isWide = format === 64;
    return {
      index,
      base: addressOf(low & -GRANULE, this.barHigh[index]),
      limit: addressOf(last | (GRANULE - 1), this.larHigh[index]),
      enabled: this.isEnabled(index),
      xn: low & (isWide ? 3 : 1),
      ap: (low >>> (isWide ? 2 : 1)) & 3,
      sh: (low >>> (isWide ? 4 : 3)) & 3,
      attribute: (last >>> 1) & 7,
    };
  }

  /** The regions with EN = 1, by number. */
  enabled(): readonly RegionView[] {
    if (this.live) return this.live;
    const found: RegionView[] = [];
    for (let n = 0; n < this.count; n++) if (this.isEnabled(n)) found.push(this.region(n));
    return (this.live = found);
  }

  /** Enabled regions that something can match, by their bases. */
  inOrder(): readonly RegionView[] {
    this.sorted ??= this.enabled()
      .filter((region) => !isInverted(region))
      .sort((a, b) => a.base - b.base);
    return this.sorted;
  }

  /** The regions with EN = 0 that were written, by number. */
  disabled(): readonly RegionView[] {
    const found: RegionView[] = [];
    for (let n = 0; n < this.count; n++) {
      if (this.written[n] !== 0 && !this.isEnabled(n)) found.push(this.region(n));
    }
    return found;
  }

  /** The byte of MAIR that a region's AttrIndx selects (MPU-A-018). */
  memoryType(attribute: number): number {
    const word = attribute < 4 ? this.mairLow : this.mairHigh;
    return (word >>> ((attribute & 3) * 8)) & 0xff;
  }
}

function addressOf(low: number, high: number): number {
  return (low >>> 0) + (high & 0xffff) * 2 ** 32;
}

/** Whether a region covers an address. */
export function covers({ base, limit }: RegionView, address: number): boolean {
  return base <= address && address <= limit;
}

/** Its limit is below its base: it matches nothing (MPU-A-003). */
export function isInverted({ base, limit }: RegionView): boolean {
  return limit < base;
}

/** Whether two regions have an address in common. */
export function overlap(a: RegionView, b: RegionView): boolean {
  return a.base <= b.limit && b.base <= a.limit;
}
