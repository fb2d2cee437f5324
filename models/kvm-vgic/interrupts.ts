import { Lock } from '../contract/locks';
import type { Machine } from '../contract/machine';
import type { Repairs } from './repairs';

/** Bits of `Interrupts.state`. */
export const Irq = {
  Enabled: 1 << 0,
  Active: 1 << 1,
  /** pending_latch: an edge, or pended by software. */
  Latch: 1 << 2,
  /** line_level: the input of a level interrupt. */
  Line: 1 << 3,
  /** config: level-sensitive. */
  Level: 1 << 4,
  /** hw: mapped to a physical interrupt. */
  Hardware: 1 << 5,
  Group1: 1 << 6,
  /** on_lr: in a list register of its owner, which is in the guest. */
  OnLr: 1 << 7,
  /** Its pending bit went into a list register. */
  Presented: 1 << 8,
  /** Acknowledged since its latch was set. Repair of DIFF-31. */
  LatchTaken: 1 << 9,
  /** The input as it was last driven. Repair of KVM-EDGE. */
  Input: 1 << 10,
  /** Routed to any vCPU (IROUTER.IRM). Repair of DIFF-26. */
  OneOfN: 1 << 11,
  /** Active by an acknowledge, not by ISACTIVER. Repair of K-D5. */
  Acknowledged: 1 << 12,
} as const;

const RAISED_LEVEL = Irq.Level | Irq.Line;
const MAPPED_LEVEL = Irq.Level | Irq.Hardware;

/** Nobody: no owner, no target. */
export const NONE = -1;
/** Both groups, as bits. */
const BOTH_GROUPS = 3;
/** Priority bits that KVM keeps. */
const KVM_BITS = 5;
const FIRST_SPI = 32;
/** Place of irq_lock in the lock order, inside the ap_list locks. */
const IRQ_LOCK_RANK = 2;

/**
 * Everything KVM keeps per interrupt (`struct vgic_irq`), one array per field. Private interrupts
 * come first, 32 of each vCPU; then the SPIs. An index into the arrays is called `irq`.
 */
export class Interrupts {
  readonly gic: 2 | 3;
  /** Number of private interrupts: the index of INTID 32. */
  readonly privates: number;
  readonly size: number;
  /** Implemented INTIDs. */
  readonly intids: number;
  /** Bits of `Irq`. */
  readonly state: Int32Array;
  /** Top 5 bits, 0 highest. */
  readonly priority: Uint8Array;
  /** vCPU on whose ap_list it is, or NONE. */
  readonly owner: Int8Array;
  /** Target vCPU, or NONE. */
  readonly target: Int8Array;
  /** GICv2 SGIs: sources with a pending request. */
  readonly source: Uint8Array;
  /** GICv2 SGIs: source of the active request. */
  readonly activeSource: Uint8Array;
  /** ITARGETSR of GICv2. */
  readonly targets: Uint8Array;
  /** IROUTER of GICv3, Aff2.Aff1.Aff0. */
  readonly router: Int32Array;
  /** IROUTER [39:32]. Repair of KVM-AFF3. */
  readonly affinity3: Uint8Array;
  /** Priority of the active request when it was acknowledged. Repair of K-D4. */
  readonly activePriority: Uint8Array;
  /** When that was: grows with time. Repair of K-D5. */
  readonly acknowledgedAt: Int32Array;
  /** List register, with `Irq.OnLr`. */
  readonly listRegister: Uint8Array;
  /** GICD_CTLR: groups that are forwarded, as bits; KVM knows all or nothing. */
  enabledGroups = 0;
  /** vCPUs, as bits, that nothing pending is to wait on: powered off. Repair of KVM-OFF. */
  unreachable = 0;
  /** Bits of a priority that are kept. */
  readonly priorityMask: number;

  private readonly locks: Lock[] = [];
  private readonly initialState: Int32Array;
  private readonly initialTarget: Int8Array;

  constructor(
    readonly machine: Machine,
    private readonly repairs: Repairs,
    /** PPIs bound to the host's timers: their physical lines are low. */
    private readonly timers: readonly number[] = [],
  ) {
    this.gic = machine.gic;
    this.privates = machine.vcpus * 32;
    this.size = this.privates + machine.spis;
    this.intids = FIRST_SPI + machine.spis;
    const { size } = this;
    this.state = new Int32Array(size);
    this.priority = new Uint8Array(size);
    this.owner = new Int8Array(size);
    this.target = new Int8Array(size);
    this.source = new Uint8Array(size);
    this.activeSource = new Uint8Array(size);
    this.targets = new Uint8Array(size);
    this.router = new Int32Array(size);
    this.affinity3 = new Uint8Array(size);
    this.activePriority = new Uint8Array(size);
    this.acknowledgedAt = new Int32Array(size);
    const bits = repairs.keepsPriorityBits && machine.gic === 3 ? machine.priorityBits : KVM_BITS;
    this.priorityMask = (0xff << (8 - bits)) & 0xff;
    this.listRegister = new Uint8Array(size);
    this.initialState = new Int32Array(size);
    this.initialTarget = new Int8Array(size);
    this.initialise();
  }

  /** SGIs are enabled, SPIs belong to vCPU 0; everything is in Group 1 with GICv3, else Group 0. */
  private initialise(): void {
    const { machine, initialState, privates, size } = this;
    if (this.gic === 3) initialState.fill(Irq.Group1);
    for (let irq = 0; irq < privates; irq++) {
      if ((irq & 31) < 16) initialState[irq] |= Irq.Enabled;
      this.initialTarget[irq] = irq >> 5;
    }
    if (this.repairs.holdsUntargeted && this.gic === 2 && machine.vcpus > 1) {
      this.initialTarget.fill(NONE, privates);
    }
    for (const intid of machine.level) {
      if (intid >= FIRST_SPI) initialState[this.indexOf(0, intid)] |= Irq.Level;
      else for (let irq = intid; irq < privates; irq += 32) initialState[irq] |= Irq.Level;
    }
    for (const intid of machine.hardware) initialState[this.indexOf(0, intid)] |= Irq.Hardware;
    for (const intid of this.timers) {
      for (let irq = intid; irq < privates; irq += 32) initialState[irq] |= Irq.Hardware;
    }
    for (let irq = 0; irq < size; irq++) {
      this.locks.push(new Lock('irq_lock', IRQ_LOCK_RANK, irq));
    }
    this.reset();
  }

  reset(): void {
    this.state.set(this.initialState);
    this.target.set(this.initialTarget);
    this.priority.fill(0);
    this.owner.fill(NONE);
    this.source.fill(0);
    this.activeSource.fill(0);
    this.targets.fill(0);
    this.router.fill(0);
    this.affinity3.fill(0);
    this.enabledGroups = this.unreachable = 0;
  }

  /** The interrupt that an INTID means to a vCPU; NONE if there is no such INTID. */
  indexOf(vcpu: number, intid: number): number {
    if (intid < FIRST_SPI) return vcpu * 32 + intid;
    return intid < this.intids ? this.privates + intid - FIRST_SPI : NONE;
  }

  intidOf(irq: number): number {
    return irq < this.privates ? irq & 31 : irq - this.privates + FIRST_SPI;
  }

  lockOf(irq: number): Lock {
    return this.locks[irq];
  }

  isSpi(irq: number): boolean {
    return irq >= this.privates;
  }

  /** An SGI of GICv2, which has one request per source. */
  hasSources(irq: number): boolean {
    return this.gic === 2 && irq < this.privates && (irq & 31) < 16;
  }

  isPending(irq: number): boolean {
    const state = this.state[irq];
    return (state & Irq.Latch) !== 0 || (state & RAISED_LEVEL) === RAISED_LEVEL;
  }

  /** Its list registers are bound to the physical interrupt. */
  isMapped(irq: number): boolean {
    const state = this.state[irq];
    if ((state & Irq.Hardware) === 0) return false;
    // Only if the physical interrupt is an edge, too: a level would fire for ever.
    const { configuresPhysical, forwardsEdges } = this.repairs;
    return !(configuresPhysical && forwardsEdges) || (state & Irq.Level) !== 0;
  }

  isMappedLevel(irq: number): boolean {
    return (this.state[irq] & MAPPED_LEVEL) === MAPPED_LEVEL;
  }

  /** Enabled, and GICD_CTLR lets it through. */
  isLetThrough(irq: number): boolean {
    const state = this.state[irq];
    return (state & Irq.Enabled) !== 0 && this.isForwarded(state);
  }

  /** GICD_CTLR lets it through. */
  private isForwarded(state: number): boolean {
    const { enabledGroups } = this;
    if (enabledGroups === 0 || enabledGroups === BOTH_GROUPS) return enabledGroups !== 0;
    return enabledGroups >> 1 === ((state & Irq.Group1) !== 0 ? 1 : 0);
  }

  set(irq: number, bit: number, on: boolean): void {
    if (on) this.state[irq] |= bit;
    else this.state[irq] &= ~bit;
  }

  /**
   * The target oracle: the vCPU that an interrupt has to be presented on, or NONE. An active one
   * stays where it is.
   */
  targetOf(irq: number): number {
    const state = this.state[irq];
    if ((state & Irq.Active) !== 0) {
      return this.owner[irq] !== NONE ? this.owner[irq] : this.target[irq];
    }
    if ((state & Irq.Enabled) === 0 || !this.isForwarded(state)) return NONE;
    if ((state & Irq.Latch) === 0 && (state & RAISED_LEVEL) !== RAISED_LEVEL) return NONE;
    return this.reached(this.target[irq]);
  }

  /** A target, unless it is not to be reached. */
  private reached(target: number): number {
    return target !== NONE && ((this.unreachable >>> target) & 1) !== 0 ? NONE : target;
  }
}
