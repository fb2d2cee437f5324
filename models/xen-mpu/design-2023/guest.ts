import type { MpuMachine } from '../../contract/mpu';
import { wordsOfValue } from '../../contract/mpu';
import type { MpuResult } from '../../contract/mpu-script';
import { findScriptRegister, translationRegisters } from '../../contract/mpu-script';
import {
  MPU_REGISTERS,
  MpuRegister,
  hasMpuRegister,
  isRegionRegister,
} from '../../contract/mpu-registers';
import { UNDEFINED } from '../../pmsav8/mpu';
import type { Hardware } from '../hardware';

const { MPUIR_EL1, PRENR_EL1, SCTLR_EL1, MAIR_EL1 } = MpuRegister;

/** What a vCPU that runs does to its registers. */
export class Guest {
  /** @param regions how many regions the guest is told of (MPU-P-042) */
  constructor(
    private readonly hardware: Hardware,
    private readonly machine: MpuMachine,
    private readonly regions: number,
  ) {}

  /** @returns `skipped` where the access is UNDEFINED, or no register of EL1 */
  write(name: string, value: string, vmsa: boolean): MpuResult {
    const found = this.find(name, vmsa);
    if (!found || found.register === MPUIR_EL1) return 'skipped';
    if (this.isHidden(found)) return 'ok';
    const { low, high } = wordsOfValue(value);
    const isEnable = found.register === PRENR_EL1 && this.regions < 32;
    const shown = isEnable ? low & ((1 << this.regions) - 1) : low;
    this.hardware.write(found.register, shown, high, found.index);
    return 'ok';
  }

  /** @returns as `write`, or what was read */
  read(name: string, vmsa: boolean): { low: number; high: number } | 'skipped' {
    const found = this.find(name, vmsa);
    if (!found) return 'skipped';
    if (this.isHidden(found)) return { low: 0, high: 0 };
    const low = this.hardware.read(found.register, found.index);
    const { high } = this.hardware.system;
    const isTruncated = this.regions < this.machine.el1Regions;
    if (found.register !== MPUIR_EL1 || !isTruncated) return { low, high };
    return { low: this.machine.format === 64 ? this.regions : this.regions << 8, high: 0 };
  }

  /** With VMSA the registers of the MPU are UNDEFINED; without it, those of translation tables. */
  private find(name: string, vmsa: boolean): { register: number; index: number } | undefined {
    const found = findScriptRegister(name);
    if (!found) return undefined;
    if (translationRegisters.includes(found.register)) return vmsa ? found : undefined;
    if (found.register >= MPU_REGISTERS) return undefined;
    if (!hasMpuRegister(this.machine.format, found.register)) return undefined;
    if (vmsa && found.register !== SCTLR_EL1 && found.register !== MAIR_EL1) return undefined;
    if (!isRegionRegister(found.register)) return found;
    return this.hardware.system.el1.regionOf(found.index) === UNDEFINED ? undefined : found;
  }

  /** A region that the guest is not told of is as if it were not implemented. */
  private isHidden({ register, index }: { register: number; index: number }): boolean {
    return isRegionRegister(register) && this.hardware.system.el1.regionOf(index) >= this.regions;
  }
}
