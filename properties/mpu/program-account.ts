import type { MpuMachine } from '../../models/contract/mpu';
import { MpuStepKind } from '../../models/contract/mpu-encoded';
import { MPU_REGISTERS, MpuRegister } from '../../models/contract/mpu-registers';
import { MpuRegisters } from './registers';
import type { ProgramMoment } from './requirement';

/** What a trace tells of a processor: the registers as they were written. */
export class ProgramAccount {
  readonly el1: MpuRegisters;
  readonly el2: MpuRegisters;
  hcr = 0;
  vtcr = 0;
  vsctlrLow = 0;
  vsctlrHigh = 0;
  /** Every write is effective: a DSB and ISB came after it (MPU-A-015). */
  settled = true;
  /**
   * Something CONSTRAINED UNPREDICTABLE was done to one of the MPUs: a selector beyond the regions
   * (MPU-A-014) was used. Nothing is said about its regions any more.
   */
  unknown = false;

  constructor(readonly machine: MpuMachine) {
    this.el1 = new MpuRegisters(machine.format, machine.el1Regions);
    this.el2 = new MpuRegisters(machine.format, machine.el2Regions);
  }

  reset(): void {
    this.el1.reset();
    this.el2.reset();
    this.hcr = this.vtcr = this.vsctlrLow = this.vsctlrHigh = 0;
    this.settled = true;
    this.unknown = false;
  }

  /** The MPU that a register belongs to, or nothing. */
  mpuOf(register: number): MpuRegisters | undefined {
    if (register < MPU_REGISTERS) return this.el1;
    return register < 2 * MPU_REGISTERS ? this.el2 : undefined;
  }

  /** Takes a step into the account. */
  apply(m: ProgramMoment): void {
    if (m.kind === MpuStepKind.Barrier) this.settled = true;
    if (m.kind !== MpuStepKind.Write) return;
    this.settled = false;
    switch (m.register) {
      case MpuRegister.HCR_EL2:
        this.hcr = m.low;
        return;
      case MpuRegister.VTCR_EL2:
        this.vtcr = m.low;
        return;
      case MpuRegister.VSCTLR_EL2:
        this.vsctlrLow = m.low;
        this.vsctlrHigh = m.high;
        return;
    }
    const mpu = this.mpuOf(m.register)!;
    const own = m.register % MPU_REGISTERS;
    const isRegion = own === MpuRegister.PRBAR_EL1 || own === MpuRegister.PRLAR_EL1;
    if (own === MpuRegister.PRSELR_EL1 && (m.low & 0xff) >= mpu.count) this.unknown = true;
    if (isRegion && mpu.regionOf(m.direct) >= mpu.count) this.unknown = true;
    mpu.write(own, m.direct, m.low, m.high);
  }
}
