import type { Machine } from '../../../models/contract/machine';
import type { CpuInterfaceV2, CpuInterfaceV3 } from '../../../models/architecture';
import { ArchitectureGic, Register } from '../../../models/architecture';

/** The level-sensitive SPI and PPI of the machines below. */
export const LEVEL_SPI = 40;
export const LEVEL_PPI = 27;

export function machine(gic: 2 | 3, changes: Partial<Machine> = {}): Machine {
  return {
    gic,
    vcpus: 2,
    listRegisters: 4,
    priorityBits: 5,
    preemptionBits: 5,
    spis: 64,
    level: [LEVEL_PPI, LEVEL_SPI],
    hardware: [],
    oneOfN: true,
    ...changes,
  };
}

/** A GIC whose groups are enabled everywhere, with PMR open and every interrupt in Group 1. */
export function runningGic(gic: 2 | 3, changes: Partial<Machine> = {}): ArchitectureGic {
  const system = new ArchitectureGic(machine(gic, changes));
  write(system, 0, Register.GICD_CTLR, 3);
  const words = 1 + Math.ceil(system.machine.spis / 32);
  for (let word = 1; word < words; word++) {
    write(system, 0, Register.GICD_IGROUPR, -1, word);
    write(system, 0, Register.GICD_ISENABLER, -1, word);
  }
  for (let pe = 0; pe < system.vcpus; pe++) {
    if (gic === 2) {
      write(system, pe, Register.GICD_IGROUPR, -1);
      write(system, pe, Register.GICD_ISENABLER, -1);
      write(system, pe, Register.GICC_PMR, 0xff);
      // EnableGrp0, EnableGrp1, AckCtl.
      write(system, pe, Register.GICC_CTLR, 7);
    } else {
      write(system, pe, Register.GICR_IGROUPR0, -1, 0, pe);
      write(system, pe, Register.GICR_ISENABLER0, -1, 0, pe);
      write(system, pe, Register.ICC_PMR_EL1, 0xff);
      write(system, pe, Register.ICC_IGRPEN0_EL1, 1);
      write(system, pe, Register.ICC_IGRPEN1_EL1, 1);
    }
  }
  return system;
}

export function write(
  system: ArchitectureGic,
  vcpu: number,
  register: number,
  value: number,
  index = 0,
  aux = 0,
): void {
  system.write(vcpu, register, index, 4, value, 0, aux);
}

/** The value read, unsigned. */
export function read(
  system: ArchitectureGic,
  vcpu: number,
  register: number,
  index = 0,
  aux = 0,
): number {
  return system.read(vcpu, register, index, 4, aux) >>> 0;
}

export function writeByte(
  system: ArchitectureGic,
  register: number,
  index: number,
  value: number,
): void {
  system.write(0, register, index, 1, value, 0, 0);
}

export function readByte(system: ArchitectureGic, register: number, index: number): number {
  return system.read(0, register, index, 1, 0);
}

/** Routes an SPI to one PE. */
export function routeTo(system: ArchitectureGic, intid: number, pe: number): void {
  if (system.version === 2) writeByte(system, Register.GICD_ITARGETSR, intid, 1 << pe);
  else system.write(0, Register.GICD_IROUTER, intid, 8, pe, 0, 0);
}

/** IAR of Group 1 (and on GICv2 of both groups). */
export function acknowledge(system: ArchitectureGic, pe: number): number {
  return read(system, pe, system.version === 2 ? Register.GICC_IAR : Register.ICC_IAR1_EL1);
}

export function eoi(system: ArchitectureGic, pe: number, value: number): void {
  write(system, pe, system.version === 2 ? Register.GICC_EOIR : Register.ICC_EOIR1_EL1, value);
}

export function isPending(system: ArchitectureGic, intid: number): boolean {
  return ((read(system, 0, Register.GICD_ISPENDR, intid >> 5) >>> (intid & 31)) & 1) === 1;
}

export function isActive(system: ArchitectureGic, intid: number): boolean {
  return ((read(system, 0, Register.GICD_ISACTIVER, intid >> 5) >>> (intid & 31)) & 1) === 1;
}

export const cpuV2 = (system: ArchitectureGic, pe: number): CpuInterfaceV2 =>
  system.cpus[pe] as CpuInterfaceV2;
export const cpuV3 = (system: ArchitectureGic, pe: number): CpuInterfaceV3 =>
  system.cpus[pe] as CpuInterfaceV3;
