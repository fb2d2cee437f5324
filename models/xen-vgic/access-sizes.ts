/** Sizes of access, as a set: the sum of the bytes. */
const NEVER = 0;
const WORD = 4;
const BYTE_OR_WORD = 1 | WORD;
const WORD_OR_DOUBLE = WORD | 8;
/** XEN-09: what should have been words and doublewords, the other way round. */
const NOT_WORD_OR_DOUBLE = 1 | 2;
const ANY = 15;

/** 64 bits. */
export type Words = readonly [low: number, high: number];

/** What the first byte of an access decides: up to (not including) `end`, which sizes are accepted. */
interface Range {
  end: number;
  read: number;
  write: number;
  /** What is read where no register of the table is, if not zero. */
  constant?: Words;
}

const range = (end: number, read: number, write = read, constant?: Words): Range => ({
  end,
  read,
  write,
  constant,
});

/**
 * Which sizes Xen accepts where; every other access aborts. In order, from offset 0 on. Alignment
 * plays no part. Measured on Xen 4.17 and 4.20, each offset with each size.
 */
const gicdV2: readonly Range[] = [
  range(0x00c, WORD),
  range(0x080, ANY),
  range(0x200, WORD),
  range(0x400, ANY, WORD),
  range(0x7fc, BYTE_OR_WORD),
  range(0x800, ANY),
  range(0x820, BYTE_OR_WORD, WORD),
  range(0xbfc, BYTE_OR_WORD),
  range(0xc00, ANY),
  range(0xd00, WORD),
  range(0xe00, ANY),
  range(0xf04, WORD),
  range(0xf10, ANY),
  range(0xf30, ANY, NEVER),
  range(0xfe8, ANY),
  range(0xfec, NEVER, WORD),
  range(0x1000, ANY, NEVER),
];

const gicdV3: readonly Range[] = [
  range(0x000c, WORD),
  range(0x0010, ANY),
  range(0x0014, WORD),
  range(0x0080, ANY),
  range(0x0200, WORD),
  range(0x0284, ANY, WORD),
  // XEN-07.
  range(0x0300, NEVER, WORD),
  range(0x0380, ANY, NEVER),
  range(0x0400, ANY, WORD),
  range(0x07fc, BYTE_OR_WORD),
  range(0x0c00, ANY),
  range(0x0d80, WORD),
  range(0x0e00, ANY),
  range(0x0f04, WORD),
  range(0x0f10, ANY),
  range(0x0f30, WORD, NEVER),
  range(0x6100, ANY),
  range(0x7fe0, WORD_OR_DOUBLE),
  range(0xffe8, ANY),
  range(0xffec, WORD),
  range(0x10000, ANY),
];

/** What SETLPIR, CLRLPIR, INVLPIR and INVALLR read. */
const UNKNOWN: Words = [0xdeadbeaf | 0, 0xdeadbeaf | 0];
/** GICR_SYNCR: reads 1, which means busy. */
const BUSY = 1;
/** RD_base, then SGI_base. */
const gicr: readonly Range[] = [
  range(0x00008, WORD),
  range(0x00010, WORD_OR_DOUBLE, NOT_WORD_OR_DOUBLE),
  range(0x00018, WORD),
  range(0x00040, ANY),
  range(0x00050, ANY, NOT_WORD_OR_DOUBLE, UNKNOWN),
  range(0x00070, ANY),
  range(0x00080, WORD_OR_DOUBLE, NOT_WORD_OR_DOUBLE),
  range(0x000a0, ANY),
  range(0x000a8, ANY, NOT_WORD_OR_DOUBLE, UNKNOWN),
  range(0x000b0, ANY),
  range(0x000b8, ANY, NOT_WORD_OR_DOUBLE, UNKNOWN),
  range(0x000c0, ANY),
  range(0x000c4, WORD, WORD, [BUSY, 0]),
  range(0x0ffe8, ANY),
  range(0x0ffec, WORD),
  range(0x10080, ANY),
  range(0x10084, WORD),
  range(0x10100, ANY),
  range(0x10104, WORD),
  range(0x10180, ANY),
  range(0x10184, WORD),
  range(0x10200, ANY),
  range(0x10204, ANY, WORD),
  range(0x10280, ANY),
  range(0x10284, ANY, WORD),
  range(0x10300, ANY),
  range(0x10304, ANY, NEVER),
  range(0x10380, ANY),
  range(0x10384, ANY, WORD),
  range(0x10400, ANY),
  range(0x10420, BYTE_OR_WORD),
  range(0x10c00, ANY),
  range(0x10c04, WORD, ANY),
  range(0x10c08, WORD),
  range(0x10d00, ANY),
  range(0x10d04, WORD),
  range(0x10e00, ANY),
  range(0x10e04, WORD),
  range(0x20000, ANY),
];

const GICD = 0;
const GICR = 1;

/** GICD_IGRPMODR<n> of GICv3. */
const IGRPMODR = { first: 0xd00, end: 0xd80 };
const RESERVED: Range = range(0, ANY);

/**
 * The range that an offset of a frame is in; nothing beyond the frame's end, and none of GICC.
 * @param knowsIgrpmodr whether that is a register, or reserved
 */
export function rangeAt(
  gic: 2 | 3,
  frame: number,
  offset: number,
  knowsIgrpmodr: boolean,
): Range | undefined {
  if (frame === GICR) return gicr.find(({ end }) => offset < end);
  if (frame !== GICD) return undefined;
  const isIgrpmodr = gic === 3 && offset >= IGRPMODR.first && offset < IGRPMODR.end;
  if (isIgrpmodr && !knowsIgrpmodr) return RESERVED;
  return (gic === 2 ? gicdV2 : gicdV3).find(({ end }) => offset < end);
}
