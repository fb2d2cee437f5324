import { Outcome } from '../contract/observation';
import type { Read } from './accesses';
import { reads, undefinedAccess, writes } from './accesses';
import type { CpuInterfaceV2 } from './cpu-interface-v2';
import type { CpuInterfaceV3 } from './cpu-interface-v3';
import { ICC_SRE } from './cpu-interface-v3';
import type { CpuRegister } from './cpu-registers';
import { registersV2, registersV3 } from './cpu-registers';
import type { ArchitectureGic } from './gic';
import { Register } from './registers';
import { Hcr } from './virtual-interface';

/** CPU interface registers by id. Loaded for its effect on `reads` and `writes`. */

const physicalV2 = (gic: ArchitectureGic, vcpu: number): CpuInterfaceV2 =>
  gic.cpus[vcpu] as CpuInterfaceV2;
const virtualV2 = (gic: ArchitectureGic, vcpu: number): CpuInterfaceV2 =>
  gic.virtual[vcpu].cpu as CpuInterfaceV2;
const physicalV3 = (gic: ArchitectureGic, vcpu: number): CpuInterfaceV3 =>
  gic.cpus[vcpu] as CpuInterfaceV3;
const virtualV3 = (gic: ArchitectureGic, vcpu: number): CpuInterfaceV3 =>
  gic.virtual[vcpu].cpu as CpuInterfaceV3;

/** A read with effects: the lines of the PE have to be looked at again. */
function effective(read: Read): Read {
  return (gic, vcpu, index, size, aux) => {
    const value = read(gic, vcpu, index, size, aux);
    gic.changes.lines |= 1 << vcpu;
    return value;
  };
}

/** The registers of one interface: what each does, applied to the interface of the vCPU. */
function define<T>(
  names: Readonly<Record<string, number>>,
  prefix: string,
  entries: readonly CpuRegister<T>[],
  of: (gic: ArchitectureGic, vcpu: number) => T,
): void {
  for (const { name, read, write, effective: hasEffect } of entries) {
    const register = names[`${prefix}_${name}`];
    if (read) {
      const plain: Read = (g, v) => read(of(g, v));
      reads[register] = hasEffect ? effective(plain) : plain;
    }
    if (write) writes[register] = (g, v, _i, _s, low) => write(of(g, v), low);
  }
}

define(Register, 'GICC', registersV2, physicalV2);
define(Register, 'GICV', registersV2, virtualV2);

/** Active priorities beyond the implemented ones are UNDEFINED (GIC-CPU-031). */
function activePriorities(register: number, group: number, of: typeof physicalV3): void {
  reads[register] = (g, v, index) => {
    const { priority } = of(g, v);
    if (index >= priority.activePriorityRegisters) return undefinedAccess(g);
    return priority.readActivePriorities(group, index);
  };
  writes[register] = (g, v, index, _s, low) => {
    const { priority } = of(g, v);
    if (index >= priority.activePriorityRegisters) undefinedAccess(g);
    else priority.writeActivePriorities(group, index, low);
  };
}

for (const [prefix, of] of [
  ['ICC', physicalV3],
  ['ICV', virtualV3],
] as const) {
  define(Register, prefix, registersV3, of);
  activePriorities(Register[`${prefix}_AP0R_EL1`], 0, of);
  activePriorities(Register[`${prefix}_AP1R_EL1`], 1, of);
}
reads[Register.ICC_SRE_EL1] = () => ICC_SRE;
writes[Register.ICC_SRE_EL1] = () => undefined;
writes[Register.ICC_SGI0R_EL1] = (g, v, _i, _s, low, high) =>
  g.softwareGenerated.writeSgiR(v, 0, low, high);
writes[Register.ICC_SGI1R_EL1] = (g, v, _i, _s, low, high) =>
  g.softwareGenerated.writeSgiR(v, 1, low, high);

/** Which bits of ICH_HCR_EL2 trap an access of the guest to EL2 (GIC-HCR-010). */
function trapped(register: number, bits: number): void {
  const read = reads[register];
  const write = writes[register];
  reads[register] = (g, v, index, size, aux) => {
    if (!g.virtual[v].traps(bits) || read === undefinedAccess) return read(g, v, index, size, aux);
    return trap(g, v, index);
  };
  writes[register] = (g, v, index, size, low, high, aux) => {
    if (!g.virtual[v].traps(bits) || write === undefinedAccess)
      write(g, v, index, size, low, high, aux);
    else trap(g, v, index);
  };
}

/** Takes the trap; a register that is not implemented is UNDEFINED before that. */
function trap(gic: ArchitectureGic, vcpu: number, index: number): number {
  const implemented = gic.virtual[vcpu].priority.activePriorityRegisters;
  gic.outcome = index < implemented ? Outcome.Trap : Outcome.Undefined;
  return 0;
}

trapped(Register.ICV_PMR_EL1, Hcr.Tc);
trapped(Register.ICV_RPR_EL1, Hcr.Tc);
trapped(Register.ICV_CTLR_EL1, Hcr.Tc);
trapped(Register.ICV_DIR_EL1, Hcr.Tc | Hcr.Tdir);
for (const name of ['BPR0', 'IAR0', 'EOIR0', 'HPPIR0', 'IGRPEN0', 'AP0R'] as const) {
  trapped(Register[`ICV_${name}_EL1`], Hcr.Tall0);
}
for (const name of ['BPR1', 'IAR1', 'EOIR1', 'HPPIR1', 'IGRPEN1', 'AP1R'] as const) {
  trapped(Register[`ICV_${name}_EL1`], Hcr.Tall1);
}
