import type { Machine } from '../contract/machine';
import { Line } from '../contract/observation';
import { CpuInterfaceV2 } from './cpu-interface-v2';
import { CpuInterfaceV3 } from './cpu-interface-v3';
import type { InterruptSource } from './interrupt-source';
import type { PhysicalDeactivation } from './list-registers';
import { ListRegisters } from './list-registers';
import type { PriorityShape } from './priority-interface';
import { PriorityInterface } from './priority-interface';

/** Control bits of GICH_HCR and ICH_HCR_EL2 (digest section 4.2). */
export const Hcr = {
  En: 1 << 0,
  Uie: 1 << 1,
  Lrenpie: 1 << 2,
  Npie: 1 << 3,
  VGrp0EIE: 1 << 4,
  VGrp0DIE: 1 << 5,
  VGrp1EIE: 1 << 6,
  VGrp1DIE: 1 << 7,
  Tc: 1 << 10,
  Tall0: 1 << 11,
  Tall1: 1 << 12,
  Tdir: 1 << 14,
} as const;

/** Bits of GICH_MISR and ICH_MISR_EL2. */
export const Misr = {
  Eoi: 1 << 0,
  U: 1 << 1,
  Lrenp: 1 << 2,
  Np: 1 << 3,
  VGrp0E: 1 << 4,
  VGrp0D: 1 << 5,
  VGrp1E: 1 << 6,
  VGrp1D: 1 << 7,
} as const;

/** HCR bits that hold a value; TSEI and DVIM are RES0 because VTR.SEIS and VTR.DVIM are 0. */
const HCR_V2 = 0xff;
const HCR_V3 = 0xff | Hcr.Tc | Hcr.Tall0 | Hcr.Tall1 | Hcr.Tdir;
/** VMCR_EL2.VFIQEn: RAO/WI with system registers (GIC-CPU-047). */
const VFIQEN = 1 << 3;
/** ICH_VTR_EL2: A3V, nV4 and TDS; IDbits 0 is 16 bits, SEIS and DVIM are not implemented. */
const VTR_V3 = (1 << 21) | (1 << 20) | (1 << 19);

/**
 * The virtual CPU interface of one PE with its hypervisor control registers: list registers, the
 * priority state the guest sees, and maintenance interrupts. It stands alone: a hypervisor model
 * uses it as hardware.
 */
export class VirtualInterface implements InterruptSource {
  readonly gic: 2 | 3;
  readonly listRegisters: ListRegisters;
  /** GICv2: 5 priority bits whatever the machine has (GIC-CPU-012). */
  readonly priority: PriorityInterface;
  /** What the guest accesses: GICV_* or ICV_*_EL1. */
  readonly cpu: CpuInterfaceV2 | CpuInterfaceV3;
  /** HCR without EOIcount. */
  control = 0;
  /** HCR.EOIcount, 5 bits: deactivations that found no list register (GIC-HCR-007). */
  eoiCount = 0;

  constructor(machine: Machine, pe: number, distributor: PhysicalDeactivation) {
    const priorityBits = machine.gic === 2 ? 5 : machine.priorityBits;
    const preemptionBits = machine.gic === 2 ? 5 : machine.preemptionBits;
    this.gic = machine.gic;
    this.listRegisters = this.makeListRegisters(machine, priorityBits, pe, distributor);
    const sharedActivePriorities = machine.gic === 2;
    this.priority = this.makePriority({ priorityBits, preemptionBits, sharedActivePriorities });
    this.cpu = this.makeCpuInterface();
  }

  // The parts, for other silicon to replace.

  protected makeListRegisters(
    machine: Machine,
    priorityBits: number,
    pe: number,
    distributor: PhysicalDeactivation,
  ): ListRegisters {
    return new ListRegisters(machine.gic, machine.listRegisters, priorityBits, pe, distributor);
  }

  protected makePriority(shape: PriorityShape): PriorityInterface {
    return new PriorityInterface(shape);
  }

  protected makeCpuInterface(): CpuInterfaceV2 | CpuInterfaceV3 {
    return this.gic === 2
      ? new CpuInterfaceV2(this, this.priority)
      : new CpuInterfaceV3(this, this.priority);
  }

  reset(): void {
    this.listRegisters.reset();
    this.cpu.reset();
    this.control = 0;
    this.eoiCount = 0;
  }

  /** Nothing is signalled while HCR.En is 0 (GIC-HCR-001). */
  highestPending(groups: number): number {
    return (this.control & Hcr.En) !== 0 ? this.listRegisters.highestPending(groups) : -1;
  }

  priorityOf(candidate: number): number {
    return this.listRegisters.priority[candidate];
  }

  groupOf(candidate: number): number {
    return this.listRegisters.groupOf(candidate);
  }

  identify(candidate: number): number {
    return this.listRegisters.identify(candidate);
  }

  acknowledge(candidate: number): number {
    return this.listRegisters.acknowledge(candidate);
  }

  /** EOIR that dropped a priority. An LPI ends whatever EOImode says (GIC-LR-015). */
  endOfInterrupt(value: number, eoiMode: number): void {
    if (eoiMode === 0 || this.listRegisters.isLpi(value)) this.deactivateVirtual(value);
  }

  /** DIR with EOImode 1; LPIs have nothing to deactivate. */
  deactivate(value: number): void {
    if (!this.listRegisters.isLpi(value)) this.deactivateVirtual(value);
  }

  /** Deactivates the list register of an INTID, or counts that there is none. */
  deactivateVirtual(value: number): void {
    const index = this.listRegisters.findActive(value);
    if (index >= 0) this.listRegisters.deactivate(index);
    else if (!this.listRegisters.isLpi(value)) this.countMiss();
  }

  /** EOIcount: 5 bits, 31 wraps to 0 (GIC-HCR-007). */
  countMiss(): void {
    this.eoiCount = (this.eoiCount + 1) & 31;
  }

  /**
   * GICv2: a read of the GICC frame at an offset, or of a size, that is no register's. Zero here
   * (DIV-27). @returns the low and the high word
   */
  rawRead(_offset: number, _size: number): readonly [low: number, high: number] {
    return [0, 0];
  }

  /** A write of that kind: ignored here. */
  rawWrite(_offset: number, _size: number, _low: number, _high: number): void {
    // Nothing.
  }

  /** Virtual IRQ and FIQ and the maintenance interrupt, as bits of `Line`. */
  lines(): number {
    if ((this.control & Hcr.En) === 0) return 0;
    // Line.Virq and Line.Vfiq stand two bits above Line.Irq and Line.Fiq.
    return (this.cpu.lines() << 2) | (this.maintenance() ? Line.Maintenance : 0);
  }

  /** The maintenance interrupt: a level, HCR.En and any MISR bit (GIC-HCR-002). */
  maintenance(): boolean {
    return (this.control & Hcr.En) !== 0 && this.readMisr() !== 0;
  }

  /** MISR: pure function of list registers, HCR and VMCR (GIC-HCR-003 to GIC-HCR-006). */
  readMisr(): number {
    const { control, listRegisters } = this;
    let misr = (listRegisters.eisr(0) | listRegisters.eisr(1)) !== 0 ? Misr.Eoi : 0;
    if ((control & (HCR_V2 & ~Hcr.En)) === 0) return misr;
    if ((control & Hcr.Uie) !== 0 && this.underflow()) misr |= Misr.U;
    if ((control & Hcr.Lrenpie) !== 0 && this.eoiCount !== 0) misr |= Misr.Lrenp;
    if ((control & Hcr.Npie) !== 0 && this.noPending()) misr |= Misr.Np;
    return misr | this.groupMaintenance();
  }

  /** Condition of MISR.U. */
  underflow(): boolean {
    return this.listRegisters.atMostOneValid();
  }

  /** Condition of MISR.NP. */
  noPending(): boolean {
    return !this.listRegisters.somePending();
  }

  /** MISR.VGrp0E, VGrp0D, VGrp1E, VGrp1D: their enables are at the same bits of HCR. */
  groupMaintenance(): number {
    const { groups } = this.priority;
    const group0 = (groups & 1) !== 0 ? Misr.VGrp0E : Misr.VGrp0D;
    const group1 = (groups & 2) !== 0 ? Misr.VGrp1E : Misr.VGrp1D;
    return (group0 | group1) & this.control;
  }

  /** The trap bits of HCR that are set: TC, TALL0, TALL1, TDIR (GIC-HCR-010). */
  traps(bits: number): boolean {
    return (this.control & bits) !== 0;
  }

  readHcr(): number {
    return this.control | (this.eoiCount << 27);
  }

  writeHcr(value: number): void {
    this.control = value & (this.gic === 2 ? HCR_V2 : HCR_V3);
    this.eoiCount = (value >>> 27) & 31;
  }

  /** PRIbits [31:29], PREbits [28:26], ListRegs [5:0] or [4:0] (GIC-HCR-011). */
  readVtr(): number {
    const bits =
      ((this.priority.priorityBits - 1) << 29) | ((this.priority.preemptionBits - 1) << 26);
    return bits | (this.gic === 3 ? VTR_V3 : 0) | (this.listRegisters.count - 1);
  }

  /** The guest's CTLR, BPR and PMR in one register (GIC-HCR-012 to GIC-HCR-014). */
  readVmcr(): number {
    const { cpu, priority } = this;
    const binaryPoints = (priority.bpr1 << 18) | (priority.bpr0 << 21);
    if (cpu instanceof CpuInterfaceV2) {
      return cpu.readCtlr() | binaryPoints | ((priority.pmr >> 3) << 27);
    }
    const enables = priority.groups | VFIQEN;
    const modes = (priority.commonBinaryPoint << 4) | (priority.eoiMode << 9);
    return enables | modes | binaryPoints | (priority.pmr << 24);
  }

  writeVmcr(value: number): void {
    const { cpu, priority } = this;
    priority.writeBpr0(value >>> 21);
    priority.restoreBpr1(value >>> 18);
    if (cpu instanceof CpuInterfaceV2) {
      cpu.writeCtlr(value);
      priority.writePmr((value >>> 27) << 3);
      return;
    }
    priority.groups = value & 3;
    priority.commonBinaryPoint = (value >>> 4) & 1;
    priority.eoiMode = (value >>> 9) & 1;
    priority.writePmr(value >>> 24);
  }
}
