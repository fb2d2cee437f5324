import type { EncodedWorkload } from '../../models/contract/encoded';
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
import { Register as R } from '../../models/architecture/registers';
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

  begin(machine: Machine, random: Random, out: EncodedWorkload, limit: number): void {
    this.machine = machine;
    this.random = random;
    this.steps = out.steps;
    this.length = 0;
    this.limit = limit;
    this.depth.fill(0);
    this.eoiMode.fill(0);
    this.control.fill(0);
    this.privateGroups.fill(0);
    this.off = 0;
    this.barrierEvery = 0;
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
    if (this.length >= this.limit) return;
    const at = this.length++ * STRIDE;
    const w = this.steps;
    w[at + KIND] = kind;
    w[at + VCPU] = vcpu;
    w[at + SUBJECT] = subject;
    w[at + INDEX] = index;
    w[at + SIZE] = size;
    w[at + LOW] = low;
    w[at + HIGH] = high;
    w[at + AUX] = aux;
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
