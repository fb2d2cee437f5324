import { translationRegisters } from '../../contract/mpu-script';

/** What is kept of EL1 while a vCPU does not run (MPU-A-030). */
export class El1State {
  /** PRBAR_EL1 and PRLAR_EL1 by region. */
  readonly barLow: Int32Array;
  readonly barHigh: Int32Array;
  readonly larLow: Int32Array;
  readonly larHigh: Int32Array;
  prselr = 0;
  mairLow = 0;
  mairHigh = 0;
  sctlr = 0;
  /** With VMSA: TCR_EL1, TTBR0_EL1 and TTBR1_EL1. */
  readonly translationLow = new Int32Array(translationRegisters.length);
  readonly translationHigh = new Int32Array(translationRegisters.length);

  /** A vCPU that never ran: everything zero. @param regions 0 to 255 */
  constructor(readonly regions: number) {
    this.barLow = new Int32Array(regions);
    this.barHigh = new Int32Array(regions);
    this.larLow = new Int32Array(regions);
    this.larHigh = new Int32Array(regions);
  }
}

/** How the regions of EL1 are saved and restored. */
export interface El1Options {
  /**
   * PMSAv8-64. `block`: PRSELR_EL1 is written once for 16 regions, which then have registers of their
   * own; that takes code for each register. `each`: it is written for every region; a loop.
   */
  selection: 'block' | 'each';
  /**
   * Regions that a vCPU has room for, where that is fixed (CONFIG_ARM_MPU_EL1_PROTECTION_REGIONS of
   * Draft A); as many as there are in MPUIR_EL1 if not given (Drafts B and C).
   */
  room?: number;
  /**
   * What happens where the hardware has more (MPU-P-042). `refused`: no vCPU with PMSA is made.
   * `truncated`: only these are saved, and the guest is told of no more. `overrun`: all are saved, the
   * rest beside the room that there is.
   */
  beyond: 'refused' | 'truncated' | 'overrun';
  /** Both vCPUs share the regions, which stay: PRSELR is all that each has of its own. */
  sharesRegions?: boolean;
  /** The first region is not saved where it is the only one (MPU-P-040). */
  losesSingle?: boolean;
  /** PRSELR_EL1 is left as saving and restoring had it (MPU-P-041). */
  losesSelector?: boolean;
}

/** Drafts B and C, mended. */
export const allocatedState: El1Options = { selection: 'block', beyond: 'refused' };

/** Bytes of PRBAR and PRLAR of a region in memory. */
export const bytesOfRegion = (format: 32 | 64): number => (format === 64 ? 16 : 8);
