import type { MpuMachine } from '../../models/contract/mpu';
import { MpuOutcome, MpuStepKind } from '../../models/contract/mpu-encoded';
import { MPU_REGISTERS, MpuRegister } from '../../models/contract/mpu-registers';
import { defaultKey, shownBy, viewOf } from './probe';
import type { Words } from './registers';
import { MpuRegisters } from './registers';
import type { ProgramMoment } from './requirement';

/** The registers of a processor as they were written. */
export class ProgramState {
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

  copyFrom(other: ProgramState): void {
    this.el1.copyFrom(other.el1);
    this.el2.copyFrom(other.el2);
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
  read({ register, direct }: ProgramMoment): Words | undefined {
    return this.mpuOf(register)?.read(register % MPU_REGISTERS, direct);
  }

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
    this.mpuOf(register)!.write(register % MPU_REGISTERS, direct, low, high);
  }
}

/** What a trace tells of a processor. */
export class ProgramAccount extends ProgramState {
  /** Every write is effective: a DSB and ISB came after it (MPU-A-015). */
  settled = true;
  /** The registers when they were last settled, before the writes that the last barrier made effective. */
  readonly previous: ProgramState;
  /**
   * Something CONSTRAINED UNPREDICTABLE was done to one of the MPUs: a selector beyond the regions
   * (MPU-A-014) was used. Nothing is said about its regions any more.
   */
  unknown = false;
  /** By `defaultKey`: whether the default map was seen to allow it. */
  readonly defaultMap = new Map<number, boolean>();

  constructor(machine: MpuMachine) {
    super(machine);
    this.previous = new ProgramState(machine);
  }

  /** Takes a step into the account. */
  apply(m: ProgramMoment): void {
    switch (m.kind) {
      case MpuStepKind.Barrier:
        this.settled = true;
        return;
      case MpuStepKind.Probe:
        return this.learn(m);
      case MpuStepKind.Write:
        if (m.outcome !== MpuOutcome.Undefined) this.applyWrite(m);
    }
  }

  private learn(m: ProgramMoment): void {
    if (!this.settled) return;
    const { finds } = viewOf(this, m).stage1;
    if (finds !== 'default' && finds !== 'background') return;
    this.defaultMap.set(defaultKey(m), shownBy(m) !== 'fault-1');
  }

  private applyWrite({ register, direct, low, high }: ProgramMoment): void {
    if (this.settled) this.previous.copyFrom(this);
    this.settled = false;
    const mpu = this.mpuOf(register);
    const own = register % MPU_REGISTERS;
    if (mpu) {
      const isRegion = own === MpuRegister.PRBAR_EL1 || own === MpuRegister.PRLAR_EL1;
      if (own === MpuRegister.PRSELR_EL1 && (low & 0xff) >= mpu.count) this.unknown = true;
      if (isRegion && mpu.regionOf(direct) >= mpu.count) this.unknown = true;
    }
    this.write(register, direct, low, high);
  }
}
