import { addressOf, highOf } from '../contract/mpu-encoded';

/** Register format: PMSAv8-32 or PMSAv8-64. */
export type Format = 32 | 64;

/** Bytes of a granule: alignment of base and limit (MPU-A-001). */
export const GRANULE = 64;

/** What a region is, apart from the registers that hold it. */
export interface Region {
  /** First byte; a multiple of 64. */
  base: number;
  /** Last byte; its six low bits are ones. */
  limit: number;
  /** AP: bit 0 all levels, bit 1 read-only. */
  ap: number;
  /** XN: one bit in PMSAv8-32, two in PMSAv8-64. */
  xn: number;
  /** SH: 0 non, 2 outer, 3 inner. */
  sh: number;
  /** AttrIndx: which byte of MAIR. */
  attribute: number;
  /** EN. */
  enabled: boolean;
  /** NS; PMSAv8-64 only. */
  nonSecure?: boolean;
}

/** Width of XN: what stands above it in PRBAR moves by it. */
function xnBits(format: Format): number {
  return format === 64 ? 2 : 1;
}

/** PRBAR.XN */
export function xnOf(format: Format, low: number): number {
  return low & (format === 64 ? 3 : 1);
}

/** PRBAR.AP */
export function apOf(format: Format, low: number): number {
  return (low >>> xnBits(format)) & 3;
}

/** PRBAR.SH */
export function shOf(format: Format, low: number): number {
  return (low >>> (xnBits(format) + 2)) & 3;
}

/** PRLAR.AttrIndx */
export function attributeOf(low: number): number {
  return (low >>> 1) & 7;
}

/** PRBAR.BASE as the address of the first byte. */
export function baseOf(format: Format, low: number, high: number): number {
  return addressOf(low & ~(GRANULE - 1), format === 64 ? high : 0);
}

/** PRLAR.LIMIT as the address of the last byte. */
export function limitOf(format: Format, low: number, high: number): number {
  return addressOf(low | (GRANULE - 1), format === 64 ? high : 0);
}

/** PRBAR [31:0] of a region. */
export function prbarLow(format: Format, { base, ap, xn, sh }: Region): number {
  const shift = xnBits(format);
  return (base & ~(GRANULE - 1)) | (sh << (shift + 2)) | (ap << shift) | xnOf(format, xn);
}

/** PRBAR [63:32] of a region. */
export function prbarHigh(format: Format, { base }: Region): number {
  return format === 64 ? highOf(base) : 0;
}

/** PRLAR [31:0] of a region. */
export function prlarLow(format: Format, region: Region): number {
  const { limit, attribute, enabled, nonSecure } = region;
  const ns = format === 64 && nonSecure ? 1 << 4 : 0;
  return (limit & ~(GRANULE - 1)) | ns | (attribute << 1) | (enabled ? 1 : 0);
}

/** PRLAR [63:32] of a region. */
export function prlarHigh(format: Format, { limit }: Region): number {
  return format === 64 ? highOf(limit) : 0;
}

/** The bits of PRBAR [31:0] that are not RES0. */
export function prbarMask(format: Format): number {
  return format === 64 ? ~0 : ~(1 << 5);
}

/** The bits of PRLAR [31:0] that are not RES0. */
export function prlarMask(format: Format): number {
  return format === 64 ? ~(1 << 5) : ~(3 << 4);
}
