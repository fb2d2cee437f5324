import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import {
  MPU_HIGH,
  MPU_INDEX,
  MPU_KIND,
  MPU_LOW,
  MPU_STRIDE,
  MPU_SUBJECT,
  MpuStepKind,
} from '../../../models/contract/mpu-encoded';
import {
  MPU_REGISTERS,
  MpuRegister,
  isRegionRegister,
} from '../../../models/contract/mpu-registers';
import { prbarMask, prlarMask, shOf } from '../../../models/pmsav8/fields';

/** A byte of MAIR that names a memory type: 0b0000dd00, or a cacheability in both halves. */
export function isMemoryType(byte: number): boolean {
  return (byte & 0xf0) === 0 ? (byte & 3) === 0 : (byte & 0xf) !== 0;
}

/** Walks through a program and says at which steps it leaves what the architecture defines. */
class Walk {
  private readonly selectors = [0, 0];
  /** A write since the last barrier, and one of PRSELR. */
  private dirty = false;
  private selecting = false;

  constructor(private readonly program: EncodedMpuProgram) {}

  isDefined(number: number): boolean {
    const { steps } = this.program;
    const at = number * MPU_STRIDE;
    const [register, index] = [steps[at + MPU_SUBJECT], steps[at + MPU_INDEX]];
    switch (steps[at + MPU_KIND]) {
      case MpuStepKind.Barrier:
        this.dirty = this.selecting = false;
        return true;
      case MpuStepKind.Probe:
        return !this.dirty;
      case MpuStepKind.Read:
        return !this.dirty && (!isRegionRegister(register) || this.isImplemented(register, index));
      default: {
        const defined = this.isWriteDefined(at, register, index);
        this.dirty = true;
        return defined;
      }
    }
  }

  private isWriteDefined(at: number, register: number, index: number): boolean {
    const { steps, machine } = this.program;
    const [low, high] = [steps[at + MPU_LOW], steps[at + MPU_HIGH]];
    if (register >= 2 * MPU_REGISTERS) return true;
    switch (register % MPU_REGISTERS) {
      case MpuRegister.MPUIR_EL1:
        return false;
      case MpuRegister.PRSELR_EL1: {
        this.selectors[register < MPU_REGISTERS ? 0 : 1] = low;
        this.selecting = true;
        return high === 0 && low >>> 0 < this.count(register);
      }
      case MpuRegister.MAIR_EL1:
        return [low, high].every((word) =>
          [0, 8, 16, 24].every((shift) => isMemoryType((word >>> shift) & 0xff)),
        );
      case MpuRegister.PRBAR_EL1:
      case MpuRegister.PRLAR_EL1: {
        const base = register % MPU_REGISTERS === MpuRegister.PRBAR_EL1;
        const mask = base ? prbarMask(machine.format) : prlarMask(machine.format);
        if ((low & ~mask) !== 0 || high >>> 16 !== 0) return false;
        if (base && shOf(machine.format, low) === 1) return false;
        return this.isImplemented(register, index);
      }
    }
    return true;
  }

  private count(register: number): number {
    const { el1Regions, el2Regions } = this.program.machine;
    return register < MPU_REGISTERS ? el1Regions : el2Regions;
  }

  private isImplemented(register: number, index: number): boolean {
    const { format } = this.program.machine;
    if (this.selecting && (index < 0 || format === 64)) return false;
    const selector = this.selectors[register < MPU_REGISTERS ? 0 : 1];
    const block = format === 64 ? selector & 0xf0 : 0;
    return (index < 0 ? selector : block + index) < this.count(register);
  }
}

/**
 * Does the architecture define what every step of a program shows? Not so after an access to a region
 * that is not implemented (MPU-A-014, MPU-A-032), a reserved value, or without the barrier that makes
 * register writes effective (MPU-A-015).
 */
export function isLegal(program: EncodedMpuProgram): boolean {
  const walk = new Walk(program);
  for (let number = 0; number < program.length; number++) {
    if (!walk.isDefined(number)) return false;
  }
  return true;
}
