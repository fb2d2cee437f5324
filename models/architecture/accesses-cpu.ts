import { Outcome } from '../contract/observation';
import type { Read } from './accesses';
import { reads, undefinedAccess, writes } from './accesses';
import type { CpuInterfaceV2 } from './cpu-interface-v2';
import type { CpuInterfaceV3 } from './cpu-interface-v3';
import { ICC_SRE } from './cpu-interface-v3';
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

/** GICC_* or GICV_*. */
function interfaceV2(prefix: 'GICC' | 'GICV', of: typeof physicalV2): void {
  reads[Register[`${prefix}_CTLR`]] = (g, v) => of(g, v).readCtlr();
  reads[Register[`${prefix}_PMR`]] = (g, v) => of(g, v).priority.pmr;
  reads[Register[`${prefix}_BPR`]] = (g, v) => of(g, v).priority.bpr0;
  reads[Register[`${prefix}_ABPR`]] = (g, v) => of(g, v).priority.readBpr1();
  reads[Register[`${prefix}_IAR`]] = effective((g, v) => of(g, v).readIar());
  reads[Register[`${prefix}_AIAR`]] = effective((g, v) => of(g, v).readAiar());
  reads[Register[`${prefix}_RPR`]] = (g, v) => of(g, v).priority.readRpr();
  reads[Register[`${prefix}_HPPIR`]] = (g, v) => of(g, v).readHppir();
  reads[Register[`${prefix}_AHPPIR`]] = (g, v) => of(g, v).readAhppir();
  writes[Register[`${prefix}_CTLR`]] = (g, v, _i, _s, low) => of(g, v).writeCtlr(low);
  writes[Register[`${prefix}_PMR`]] = (g, v, _i, _s, low) => of(g, v).priority.writePmr(low);
  writes[Register[`${prefix}_BPR`]] = (g, v, _i, _s, low) => of(g, v).priority.writeBpr0(low);
  writes[Register[`${prefix}_ABPR`]] = (g, v, _i, _s, low) => of(g, v).priority.writeBpr1(low);
  writes[Register[`${prefix}_EOIR`]] = (g, v, _i, _s, low) => of(g, v).writeEoir(low);
  writes[Register[`${prefix}_AEOIR`]] = (g, v, _i, _s, low) => of(g, v).writeAeoir(low);
  writes[Register[`${prefix}_DIR`]] = (g, v, _i, _s, low) => of(g, v).writeDir(low);
}

interfaceV2('GICC', physicalV2);
interfaceV2('GICV', virtualV2);

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

/** ICC_*_EL1 or ICV_*_EL1. */
function interfaceV3(prefix: 'ICC' | 'ICV', of: typeof physicalV3): void {
  reads[Register[`${prefix}_CTLR_EL1`]] = (g, v) => of(g, v).readCtlr();
  reads[Register[`${prefix}_PMR_EL1`]] = (g, v) => of(g, v).priority.pmr;
  reads[Register[`${prefix}_BPR0_EL1`]] = (g, v) => of(g, v).priority.bpr0;
  reads[Register[`${prefix}_BPR1_EL1`]] = (g, v) => of(g, v).priority.readBpr1();
  reads[Register[`${prefix}_IAR0_EL1`]] = effective((g, v) => of(g, v).readIar(0));
  reads[Register[`${prefix}_IAR1_EL1`]] = effective((g, v) => of(g, v).readIar(1));
  reads[Register[`${prefix}_HPPIR0_EL1`]] = (g, v) => of(g, v).readHppir(0);
  reads[Register[`${prefix}_HPPIR1_EL1`]] = (g, v) => of(g, v).readHppir(1);
  reads[Register[`${prefix}_RPR_EL1`]] = (g, v) => of(g, v).priority.readRpr();
  reads[Register[`${prefix}_IGRPEN0_EL1`]] = (g, v) => of(g, v).readIgrpen(0);
  reads[Register[`${prefix}_IGRPEN1_EL1`]] = (g, v) => of(g, v).readIgrpen(1);
  writes[Register[`${prefix}_CTLR_EL1`]] = (g, v, _i, _s, low) => of(g, v).writeCtlr(low);
  writes[Register[`${prefix}_PMR_EL1`]] = (g, v, _i, _s, low) => of(g, v).priority.writePmr(low);
  writes[Register[`${prefix}_BPR0_EL1`]] = (g, v, _i, _s, low) => of(g, v).priority.writeBpr0(low);
  writes[Register[`${prefix}_BPR1_EL1`]] = (g, v, _i, _s, low) => of(g, v).priority.writeBpr1(low);
  writes[Register[`${prefix}_EOIR0_EL1`]] = (g, v, _i, _s, low) => of(g, v).writeEoir(0, low);
  writes[Register[`${prefix}_EOIR1_EL1`]] = (g, v, _i, _s, low) => of(g, v).writeEoir(1, low);
  writes[Register[`${prefix}_DIR_EL1`]] = (g, v, _i, _s, low) => of(g, v).writeDir(low);
  writes[Register[`${prefix}_IGRPEN0_EL1`]] = (g, v, _i, _s, low) => of(g, v).writeIgrpen(0, low);
  writes[Register[`${prefix}_IGRPEN1_EL1`]] = (g, v, _i, _s, low) => of(g, v).writeIgrpen(1, low);
  activePriorities(Register[`${prefix}_AP0R_EL1`], 0, of);
  activePriorities(Register[`${prefix}_AP1R_EL1`], 1, of);
}

interfaceV3('ICC', physicalV3);
interfaceV3('ICV', virtualV3);
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
