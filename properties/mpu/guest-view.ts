import { MpuRegister } from '../../models/contract/mpu-registers';
import type { Words } from './registers';
import { MpuRegisters, PRENR_REGIONS } from './registers';

/** The state of EL1 as the hardware has it (MPU-A-030). */
export interface El1State {
  mpu: MpuRegisters;
  /** VTCR_EL2.MSA and VSCTLR.VMID, which the hypervisor holds. */
  msa: boolean;
  vmid: number;
}

/** What a guest has written to its registers of EL1. */
export class GuestView {
  readonly mpu: MpuRegisters;
  /**
   * It used a region that is not implemented: CONSTRAINED UNPREDICTABLE (MPU-A-014). Nothing is said
   * about its registers any more.
   */
  unknown = false;
  /** The hardware when it last ceased to run; nothing before that. */
  left: El1State | undefined;
  /** PRSELR, SCTLR and MAIR: which of them it wrote. */
  readonly controls = new Set<number>();
  private readonly bases: Uint8Array;
  private readonly limits: Uint8Array;
  private hasPrenr = false;
  /** With VMSA: what it wrote to TCR, TTBR0 and TTBR1, by register. */
  readonly translation = new Map<number, Words>();

  constructor(format: 32 | 64, regions: number) {
    this.mpu = new MpuRegisters(format, regions);
    this.bases = new Uint8Array(regions);
    this.limits = new Uint8Array(regions);
  }

  /** It writes one of its registers. */
  write(register: number, direct: number, low: number, high: number): void {
    const { mpu } = this;
    switch (register) {
      case MpuRegister.PRBAR_EL1:
      case MpuRegister.PRLAR_EL1: {
        const region = mpu.regionOf(direct);
        if (region >= mpu.count) this.unknown = true;
        else (register === MpuRegister.PRBAR_EL1 ? this.bases : this.limits)[region] = 1;
        break;
      }
      case MpuRegister.PRENR_EL1:
        this.hasPrenr = true;
        break;
      default:
        if (register === MpuRegister.PRSELR_EL1 && (low & 0xff) >= mpu.count) this.unknown = true;
        this.controls.add(register);
    }
    mpu.write(register, direct, low, high);
  }

  /** Whether all that it wrote to these registers, PRSELR, SCTLR or MAIR, is what another MPU has. */
  hasControls(other: MpuRegisters, registers: readonly number[]): boolean {
    return registers
      .filter((register) => this.controls.has(register))
      .every((register) => {
        const [one, two] = [this.mpu.read(register, -1), other.read(register, -1)];
        return one?.low === two?.low && one?.high === two?.high;
      });
  }

  /** Whether all that it wrote to regions is what another MPU has. */
  hasRegions(other: MpuRegisters): boolean {
    const { mpu } = this;
    for (let n = 0; n < mpu.count; n++) {
      if (this.bases[n] !== 0 && !sameBase(mpu, other, n)) return false;
      if (this.limits[n] !== 0 && !sameLimit(mpu, other, n)) return false;
      const isEnabledHere = this.hasPrenr && n < PRENR_REGIONS;
      if (isEnabledHere && mpu.isEnabled(n) !== other.isEnabled(n)) return false;
    }
    return true;
  }

  /** It wrote something. */
  get hasWritten(): boolean {
    return (
      this.hasPrenr || this.controls.size > 0 || this.bases.includes(1) || this.limits.includes(1)
    );
  }
}

/** Whether PRBAR of a region is the same in both. */
export function sameBase(one: MpuRegisters, two: MpuRegisters, region: number): boolean {
  return one.barLow[region] === two.barLow[region] && one.barHigh[region] === two.barHigh[region];
}

/** Whether PRLAR of a region is the same in both. */
export function sameLimit(one: MpuRegisters, two: MpuRegisters, region: number): boolean {
  return one.larLow[region] === two.larLow[region] && one.larHigh[region] === two.larHigh[region];
}
