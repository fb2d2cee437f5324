/** What the architecture leaves open, or where its supplements are read in more than one way. */
export interface MpuChoices {
  /** RES0 bits of PRBAR and PRLAR read as zero, or keep what was written. */
  reservedBits: 'zero' | 'kept';
  /**
   * PRSELR written with the number of a region that is not implemented: it is stored, and PRBAR and
   * PRLAR then read as zero and ignore writes; or the write to PRSELR is ignored (MPU-A-014:
   * CONSTRAINED UNPREDICTABLE).
   */
  unimplementedSelector: 'stored' | 'ignored';
  /**
   * PMSAv8-64: the bits of PRBAR_ELx.XN that forbid execution, by who fetches. `stage2` are fetches
   * of EL1 and EL0 in the EL2 MPU.
   */
  executeNever: { el0: number; el1: number; el2: number; stage2: number };
  /** The default memory map: what `DefaultMap` says. */
  defaultMap: DefaultMap;
}

/**
 * The IMPLEMENTATION DEFINED default memory map (MPU-A-005, MPU-A-016): for a byte address, what is
 * allowed there and what memory it is.
 * @returns bits 7:0 memory type as in MAIR, 9:8 shareability as in SH, 12:10 read, write, execute
 */
export type DefaultMap = (address: number) => number;

/** Device-nGnRnE, outer shareable. */
const DEVICE = 2 << 8;
const READ_WRITE = 3 << 10;
const EXECUTE = 4 << 10;

/** QEMU's Cortex-R52: everything may be read and written, the lower 2 GB may be executed. */
export const lowerHalfExecutes: DefaultMap = (address) =>
  DEVICE | READ_WRITE | (address < 0x80000000 ? EXECUTE : 0);

export const usualChoices: MpuChoices = {
  reservedBits: 'zero',
  unimplementedSelector: 'stored',
  executeNever: { el0: 2, el1: 2, el2: 2, stage2: 1 },
  defaultMap: lowerHalfExecutes,
};
