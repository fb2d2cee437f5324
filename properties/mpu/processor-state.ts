import type { MpuMachine } from '../../models/contract/mpu';
import { MPU_REGISTERS, MpuRegister } from '../../models/contract/mpu-registers';
import type { Words } from './registers';
import { MpuRegisters } from './registers';

/** The registers of a processor as they were written. */
export class ProcessorState {
  readonly el1: MpuRegisters;
  readonly el2: MpuRegisters;
  hcr = 0;
  vtcr = 0;
  vsctlrLow = 0;
  vsctlrHigh = 0;

  constructor(readonly machine: MpuMachine) {
    this.el1 = new MpuRegisters(machine.format, machine.el1Regions);
    this.el2 = new MpuRegisters(machine.format, machine.el2Regions);
  }

  /** Becomes what another one is that it always follows. Nothing else may write to it. */
  follow(other: ProcessorState): void {
    this.el1.follow(other.el1);
    this.el2.follow(other.el2);
    this.hcr = other.hcr;
    this.vtcr = other.vtcr;
    this.vsctlrLow = other.vsctlrLow;
    this.vsctlrHigh = other.vsctlrHigh;
  }

  /** The MPU that a register belongs to, or nothing. */
  mpuOf(register: number): MpuRegisters | undefined {
    if (register < MPU_REGISTERS) return this.el1;
    return register < 2 * MPU_REGISTERS ? this.el2 : undefined;
  }

  /** What a read of a register of one of the MPUs shows; nothing for MPUIR and for others. */
  read({ register, direct }: { register: number; direct: number }): Words | undefined {
    return this.mpuOf(register)?.read(register % MPU_REGISTERS, direct);
  }

  /** Registers beyond the MPUs that are not known here are left alone. */
  write(register: number, direct: number, low: number, high: number): void {
    switch (register) {
      case MpuRegister.HCR_EL2:
        this.hcr = low;
        return;
      case MpuRegister.VTCR_EL2:
        this.vtcr = low;
        return;
      case MpuRegister.VSCTLR_EL2:
        this.vsctlrLow = low;
        this.vsctlrHigh = high;
        return;
    }
    this.mpuOf(register)?.write(register % MPU_REGISTERS, direct, low, high);
  }
}
