import type { MpuMachine } from './mpu';

/** Exception level of an access. */
export const MpuLevel = { El0: 0, El1: 1, El2: 2 } as const;
export type MpuLevel = (typeof MpuLevel)[keyof typeof MpuLevel];

/** Kind of an access. */
export const MpuAccess = { Read: 0, Write: 1, Execute: 2 } as const;
export type MpuAccess = (typeof MpuAccess)[keyof typeof MpuAccess];

/** The kinds of step in the flat form that runs. */
export const MpuStepKind = { Write: 0, Read: 1, Barrier: 2, Probe: 3 } as const;
export type MpuStepKind = (typeof MpuStepKind)[keyof typeof MpuStepKind];

/**
 * Words of one encoded step. What each word means by kind:
 *
 * | kind | SUBJECT | INDEX | LOW, HIGH |
 * |---|---|---|---|
 * | Write, Read | register (`MpuRegister`) | number of a direct register, or −1 | value written |
 * | Probe | level | access | byte address |
 */
export const MPU_STRIDE = 5;
export const MPU_KIND = 0;
export const MPU_SUBJECT = 1;
export const MPU_INDEX = 2;
export const MPU_LOW = 3;
export const MPU_HIGH = 4;

/** A region program in the flat form that runs: `length` steps of MPU_STRIDE words. */
export interface EncodedMpuProgram {
  machine: MpuMachine;
  steps: Int32Array;
  length: number;
}

/** What a step showed. */
export const MpuOutcome = {
  /** Nothing to see: a write or a barrier. */
  None: 0,
  /** A value was read: OBSERVED_LOW and OBSERVED_HIGH. */
  Value: 1,
  /** A probe was allowed; OBSERVED_LOW: bits 7:0 memory type as in MAIR, 9:8 shareability as in SH. */
  Allowed: 2,
  /** A probe faulted; OBSERVED_LOW: the stage, 1 or 2; OBSERVED_HIGH: `MpuStatus`. */
  Fault: 3,
  /** The instruction was UNDEFINED. */
  Undefined: 4,
} as const;
export type MpuOutcome = (typeof MpuOutcome)[keyof typeof MpuOutcome];

/**
 * Fault status codes: those of xFSC in ESR_ELx, HSR, DFSR and IFSR. An MPU has one level of lookup,
 * level 0. Requirements say nothing of them (MPU-A-007).
 */
export const MpuStatus = {
  /** Whoever was asked knows that it faults, not with which code. */
  NotTold: 0,
  /** Translation fault: no region, or several. */
  Translation: 0b000100,
  /** Permission fault: a region, or the default map, does not allow it. */
  Permission: 0b001100,
} as const;

/** Words of one observation; the observations of a program are one array in step order. */
export const OBSERVED_STRIDE = 3;
export const OBSERVED_OUTCOME = 0;
export const OBSERVED_LOW = 1;
export const OBSERVED_HIGH = 2;

/**
 * First step of which two observations differ, or −1. A status code that one of them does not tell is
 * no difference.
 * @param codes whether status codes count
 */
export function firstMpuDifference(one: Int32Array, two: Int32Array, codes = true): number {
  for (let word = 0; word < one.length; word++) {
    if (one[word] === two[word]) continue;
    const step = Math.floor(word / OBSERVED_STRIDE);
    const isCode =
      word % OBSERVED_STRIDE === OBSERVED_HIGH &&
      one[step * OBSERVED_STRIDE + OBSERVED_OUTCOME] === MpuOutcome.Fault;
    const isTold = one[word] !== MpuStatus.NotTold && two[word] !== MpuStatus.NotTold;
    if (!isCode || (isTold && codes)) return step;
  }
  return -1;
}

/** The address of two words: the low 48 bits, as a number. */
export function addressOf(low: number, high: number): number {
  return (low >>> 0) + (high & 0xffff) * 0x100000000;
}

/** Bits 63:32 of an address. */
export function highOf(address: number): number {
  return Math.floor(address / 0x100000000);
}
