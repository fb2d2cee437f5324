import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Capabilities } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import {
  AUX,
  HIGH,
  INDEX,
  KIND,
  LOW,
  SIZE,
  StepKind,
  STRIDE,
  SUBJECT,
  VCPU,
} from '../../models/contract/encoded';
import { Register as R, registers } from '../../models/architecture/registers';
import { inputsOf } from './machines';
import type { Random } from './random';

/** Names of the registers that differ between GIC versions only in name. */
const cpuRegisters = {
  2: [
    { ctlr: R.GICC_CTLR, pmr: R.GICC_PMR, bpr0: R.GICC_BPR, bpr1: R.GICC_ABPR, rpr: R.GICC_RPR },
    { ctlr: R.GICV_CTLR, pmr: R.GICV_PMR, bpr0: R.GICV_BPR, bpr1: R.GICV_ABPR, rpr: R.GICV_RPR },
  ],
  3: [
    {
      ctlr: R.ICC_CTLR_EL1,
      pmr: R.ICC_PMR_EL1,
      bpr0: R.ICC_BPR0_EL1,
      bpr1: R.ICC_BPR1_EL1,
      rpr: R.ICC_RPR_EL1,
    },
    {
      ctlr: R.ICV_CTLR_EL1,
      pmr: R.ICV_PMR_EL1,
      bpr0: R.ICV_BPR0_EL1,
      bpr1: R.ICV_BPR1_EL1,
      rpr: R.ICV_RPR_EL1,
    },
  ],
} as const;

/** Lowest priority of 5 bits. */
const LOWEST = 0xf8;

const isPriority = ofRegisters(/^GIC[DR]_IPRIORITYR#$/);
const isState = ofRegisters(/^GIC[DR]_I[SC](PEND|ACTIVE)R[0#]$/);
const isEnable = ofRegisters(/^GIC[DR]_ISENABLER[0#]$/);

function ofRegisters(names: RegExp): Uint8Array {
  return Uint8Array.from(registers, ({ name }) => (names.test(name) ? 1 : 0));
}

/** Four priorities, none of them the lowest. */
function raised(four: number): number {
  let result = four;
  for (let shift = 0; shift < 32; shift += 8) {
    if (((four >>> shift) & 0xff) >= LOWEST) result ^= 8 << shift;
  }
  return result;
}

/**
 * The workload under construction: who plays in it, what was already done (as far as can be known
 * without running it), and the steps so far.
 */
export class Scene {
  machine!: Machine;
  random!: Random;
  steps!: Int32Array;
  length = 0;
  limit = 0;

  /** vCPUs that act; the first one acts most. */
  readonly team: number[] = [];
  /** SPIs that matter: one or two blocks of four. */
  readonly spis: number[] = [];
  /** First SGI and first PPI of the blocks of four that matter. */
  sgiBlock = 0;
  ppiBlock = 16;
  /** Priorities in use: few, so that ties and nesting both happen. */
  readonly priorities: number[] = [];
  /** Acknowledges less EOIs so far, per vCPU and interface: an upper bound of the nesting. */
  readonly depth = new Int32Array(16);
  readonly eoiMode = new Uint8Array(16);
  readonly control = new Int32Array(16);
  /** Group of every private interrupt as last written, by vCPU; and of the SPIs, all alike. */
  readonly privateGroups = new Int32Array(8);
  /** Groups in use: mostly one, so that an acknowledge register mostly finds something. */
  groups: 'zero' | 'one' | 'mixed' = 'mixed';
  /** vCPUs switched off, as bits. */
  off = 0;
  /** Both interrupt groups are offered. */
  bothGroups = true;
  /** A barrier follows every nth step on average; 0 for none. */
  barrierEvery = 0;
  /** Kinds of step that are not offered, as bits; the inputs that can be driven, if not all. */
  private without = 0;
  private inputs: readonly number[] | undefined;
  private offered: Capabilities | undefined;
  private raisesPriorities = false;
  /** PPIs that are left alone, as bits. */
  private ownPpis = 0;
  /** The PPI that is never enabled either, as a bit. */
  private neverEnabled = 0;
  private namesSgiSource = false;
  private keepsGroup1 = false;
  /** GICv3: group enables as last written, bit 0 Group 0, bit 1 Group 1, by vCPU. */
  private readonly groupEnables = new Uint8Array(8);

  /** What is offered: steps that are not are left out. */
  offer(offered: Capabilities, isHostile = false): void {
    const { without } = offered;
    this.bothGroups = offered.groups;
    this.raisesPriorities = offered.withoutLowestPriority === true;
    this.ownPpis = 0;
    for (const ppi of offered.ownPpis ?? []) this.ownPpis |= 1 << ppi;
    const { maintenancePpi } = offered;
    this.neverEnabled = maintenancePpi === undefined ? 0 : 1 << maintenancePpi;
    this.ownPpis |= this.neverEnabled;
    this.namesSgiSource = offered.withoutEmptySgiSources === true && !isHostile;
    this.keepsGroup1 = offered.withoutGroup0Alone === true;
    this.without = 0;
    for (const kind of without ?? []) this.without |= 1 << kind;
    this.offered = offered;
  }

  begin(machine: Machine, random: Random, out: EncodedWorkload, limit: number): void {
    this.machine = machine;
    this.random = random;
    this.steps = out.steps;
    this.inputs = this.offered && inputsOf(this.offered, machine);
    this.length = 0;
    this.limit = limit;
    this.depth.fill(0);
    this.eoiMode.fill(0);
    this.control.fill(0);
    this.privateGroups.fill(0);
    this.off = 0;
    this.barrierEvery = 0;
    this.groupEnables.fill(0);
  }

  /** Exit and entry of all vCPUs: what was done takes effect. */
  barrier(): void {
    this.append(StepKind.Barrier, 0, 0, 0, 0, 0, 0, 0);
  }

  get full(): boolean {
    return this.length >= this.limit;
  }

  /** Appends a step; beyond the limit it is dropped. */
  emit(
    kind: StepKind,
    vcpu: number,
    subject: number,
    index: number,
    size: number,
    low: number,
    high: number,
    aux: number,
  ): void {
    this.append(kind, vcpu, subject, index, size, low, high, aux);
    if (this.barrierEvery !== 0 && this.random.oneIn(this.barrierEvery)) this.barrier();
  }

  private append(
    kind: StepKind,
    vcpu: number,
    subject: number,
    index: number,
    size: number,
    low: number,
    high: number,
    aux: number,
  ): void {
    if (this.length >= this.limit || ((this.without >>> kind) & 1) !== 0) return;
    if (kind >= StepKind.Raise && kind <= StepKind.Pulse && !this.isInput(subject)) return;
    if (this.keepsGroup1 && this.leavesGroup0Alone(kind, vcpu, subject, low)) return;
    if (this.namesSgiSource && kind === StepKind.Write && subject === R.GICD_SPENDSGIR) {
      if (size !== 1 || low === 0) return;
    }
    const at = this.length++ * STRIDE;
    const w = this.steps;
    w[at + KIND] = kind;
    w[at + VCPU] = vcpu;
    w[at + SUBJECT] = subject;
    w[at + INDEX] = index;
    w[at + SIZE] = size;
    w[at + LOW] = this.allowed(kind, subject, index, low);
    w[at + HIGH] = high;
    w[at + AUX] = aux;
  }

  /** The first of four INTIDs in which some input can be driven, of those from `from` to `to`; or -1. */
  drivenBlock(from: number, to: number): number {
    const found = (this.inputs ?? []).filter((intid) => intid >= from && intid <= to);
    return found.length === 0 ? -1 : this.random.pick(found) & ~3;
  }

  /** Of the SPIs in use, those whose input can be driven; all if none can. */
  drivenSpis(): readonly number[] {
    if (!this.inputs) return this.spis;
    const driven = this.spis.filter((intid) => this.isInput(intid));
    return driven.length > 0 ? driven : this.spis;
  }

  isInput(intid: number): boolean {
    if (intid < 32 && ((this.ownPpis >>> intid) & 1) !== 0) return false;
    return this.inputs?.includes(intid) ?? true;
  }

  /** The value to write, without what is not offered. */
  private allowed(kind: StepKind, register: number, index: number, low: number): number {
    if (kind !== StepKind.Write) return low;
    if (this.raisesPriorities && isPriority[register]) return raised(low);
    if (this.ownPpis !== 0 && index === 0 && isState[register]) return low & ~this.ownPpis;
    if (this.neverEnabled !== 0 && index === 0 && isEnable[register]) {
      return low & ~this.neverEnabled;
    }
    return low;
  }

  private leavesGroup0Alone(kind: StepKind, vcpu: number, subject: number, low: number): boolean {
    if (kind === StepKind.CpuOff) this.groupEnables[vcpu] = 0;
    if (kind !== StepKind.Write) return false;
    if (subject !== R.ICC_IGRPEN0_EL1 && subject !== R.ICC_IGRPEN1_EL1) return false;
    const bit = subject === R.ICC_IGRPEN0_EL1 ? 1 : 2;
    const then = (this.groupEnables[vcpu] & ~bit) | ((low & 1) !== 0 ? bit : 0);
    if (then === 1) return true;
    this.groupEnables[vcpu] = then;
    return false;
  }

  read(vcpu: number, register: number, index = 0, size = 4, aux = 0): void {
    this.emit(StepKind.Read, vcpu, register, index, size, 0, 0, aux);
  }

  write(vcpu: number, register: number, index: number, low: number, size = 4, aux = 0): void {
    this.emit(StepKind.Write, vcpu, register, index, size, size === 1 ? low & 0xff : low, 0, aux);
  }

  /** A vCPU of the team, most often the first. */
  vcpu(): number {
    return this.random.oneIn(2) ? this.team[0] : this.random.pick(this.team);
  }

  /** Group bits of a whole word of interrupts. */
  groupBits(): number {
    if (this.groups === 'zero') return 0;
    return this.groups === 'one' ? -1 : this.random.next() | 0;
  }

  /** The group of one interrupt, or the group an acknowledge had best look at. */
  group(): number {
    const any = this.groups === 'mixed' || (this.bothGroups && this.random.oneIn(10));
    if (any) return this.random.below(2);
    return this.groups === 'one' ? 1 : 0;
  }

  priority(): number {
    return this.random.pick(this.priorities);
  }

  /** Any interrupt of the cast: SGI, PPI or SPI. */
  intid(): number {
    const kind = this.random.below(5);
    if (kind === 0) return this.sgiBlock + this.random.below(4);
    if (kind === 1) return this.ppiBlock + this.random.below(4);
    return this.random.pick(this.spis);
  }

  /** One interrupt's bit most often, sometimes more of its block. */
  bits(intid: number): number {
    const bit = 1 << (intid & 31);
    if (!this.random.oneIn(5)) return bit;
    return bit | (this.random.next() & (0xf << (intid & 28)));
  }

  /** Register over interrupts: GICD, or GICR for private interrupts on GICv3. */
  writeBits(
    vcpu: number,
    distributor: number,
    redistributor: number,
    intid: number,
    value: number,
  ): void {
    if (intid < 32 && this.machine.gic === 3)
      this.write(vcpu, redistributor, 0, value, 4, this.frameOf(vcpu));
    else this.write(vcpu, distributor, intid >> 5, value);
  }

  readBits(vcpu: number, distributor: number, redistributor: number, intid: number): void {
    if (intid < 32 && this.machine.gic === 3)
      this.read(vcpu, redistributor, 0, 4, this.frameOf(vcpu));
    else this.read(vcpu, distributor, intid >> 5);
  }

  /** Whose redistributor: one's own, sometimes another's. */
  frameOf(vcpu: number): number {
    return this.random.oneIn(8) ? this.random.pick(this.team) : vcpu;
  }

  cpuRegisters(iface: number): (typeof cpuRegisters)[2 | 3][0 | 1] {
    return cpuRegisters[this.machine.gic][iface];
  }

  /** Changes EOImode and nothing else. */
  toggleEoiMode(vcpu: number, iface: number): void {
    const at = vcpu * 2 + iface;
    this.eoiMode[at] = 1 - this.eoiMode[at];
    this.control[at] ^= this.machine.gic === 2 ? 1 << 9 : 2;
    this.write(vcpu, this.cpuRegisters(iface).ctlr, 0, this.control[at]);
  }

  /** Control register of an interface from its parts; group enables on GICv3 are apart. */
  writeControl(
    vcpu: number,
    iface: number,
    eoiMode: number,
    cbpr: number,
    ackCtl: number,
    fiqEn: number,
  ): void {
    const at = vcpu * 2 + iface;
    this.eoiMode[at] = eoiMode;
    if (this.machine.gic === 2) {
      this.control[at] = 3 | (ackCtl << 2) | (fiqEn << 3) | (cbpr << 4) | (eoiMode << 9);
    } else this.control[at] = cbpr | (eoiMode << 1);
    this.write(vcpu, this.cpuRegisters(iface).ctlr, 0, this.control[at]);
  }
}
