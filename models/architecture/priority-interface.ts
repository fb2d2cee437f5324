/** Running priority when no priority is active: lower than any, and 0xFF in RPR. */
export const IDLE = 0x100;

/** What differs between the physical and the virtual interface, and between versions. */
export interface PriorityShape {
  /** Implemented priority bits, from bit 7 down. */
  priorityBits: number;
  /** Priority bits that can preempt: 5, 6 or 7. */
  preemptionBits: number;
  /** GICH_APR: one register holds the active priorities of both groups (GIC-CPU-031). */
  sharedActivePriorities: boolean;
}

/**
 * Priority masking and preemption of one CPU interface, physical or virtual: PMR, BPR, group
 * enables, EOImode and the stack of active priorities. Priority 0 is the highest.
 */
export class PriorityInterface {
  readonly priorityBits: number;
  readonly preemptionBits: number;
  readonly sharedActivePriorities: boolean;
  /** How many of the four registers of each group exist: 1, 2 or 4. */
  readonly activePriorityRegisters: number;
  /** Smallest BPR0; that of BPR1 is one more (GIC-CPU-010). */
  readonly minimumBpr0: number;

  /** EnableGrp0 (bit 0) and EnableGrp1 (bit 1). */
  groups = 0;
  /** Priority mask: only higher priorities are signalled. */
  pmr = 0;
  bpr0 = 0;
  bpr1 = 0;
  /** CBPR: Group 1 uses the binary point of Group 0. */
  commonBinaryPoint = 0;
  /** EOImode: EOIR drops the priority only, DIR deactivates. */
  eoiMode = 0;
  /** AP0R<n> and AP1R<n>: one bit per active group priority. */
  readonly active0 = new Int32Array(4);
  readonly active1 = new Int32Array(4);
  /** The highest active group priority, or IDLE. Follows from the active priorities. */
  running = IDLE;

  /** How far a group priority is shifted to become its bit number. */
  private readonly shift: number;
  private readonly priorityMask: number;

  constructor(shape: PriorityShape) {
    this.priorityBits = shape.priorityBits;
    this.preemptionBits = shape.preemptionBits;
    this.sharedActivePriorities = shape.sharedActivePriorities;
    this.activePriorityRegisters = 1 << (shape.preemptionBits - 5);
    this.minimumBpr0 = 7 - shape.preemptionBits;
    this.shift = 8 - shape.preemptionBits;
    this.priorityMask = (0xff << (8 - shape.priorityBits)) & 0xff;
    this.reset();
  }

  reset(): void {
    this.groups = 0;
    this.pmr = 0;
    this.bpr0 = this.minimumBpr0;
    this.bpr1 = this.minimumBpr0 + 1;
    this.commonBinaryPoint = 0;
    this.eoiMode = 0;
    for (let register = 0; register < 4; register++) {
      this.active0[register] = 0;
      this.active1[register] = 0;
    }
    this.running = IDLE;
  }

  /** Whether an interrupt is signalled to the PE (GIC-CPU-001). */
  canSignal(priority: number, group: number): boolean {
    return this.isUnmasked(priority) && this.preempts(priority, group);
  }

  /** Strictly above the priority mask: PMR 0 masks everything (GIC-CPU-002). */
  isUnmasked(priority: number): boolean {
    return priority < this.pmr;
  }

  /** Group priority strictly above the running priority, or nothing runs (GIC-CPU-004). */
  preempts(priority: number, group: number): boolean {
    return this.groupPriority(priority, group) < this.running;
  }

  /** The part of a priority that decides preemption (digest section 3.2). */
  groupPriority(priority: number, group: number): number {
    return priority & this.groupMask(group);
  }

  /** Bits of the group priority: BPR0 = n splits at [7:n+1], BPR1 = n at [7:n] (GIC-CPU-011). */
  groupMask(group: number): number {
    const unused = group === 0 || this.commonBinaryPoint !== 0 ? this.bpr0 + 1 : this.bpr1;
    return (0xff << unused) & 0xff;
  }

  /** Acknowledge: the group priority becomes active (GIC-CPU-020). */
  push(priority: number, group: number): void {
    const level = this.groupPriority(priority, group) >> this.shift;
    const stack = group === 0 || this.sharedActivePriorities ? this.active0 : this.active1;
    stack[level >> 5] |= 1 << (level & 31);
    const running = level << this.shift;
    if (running < this.running) this.running = running;
  }

  /**
   * Priority drop: the highest active priority of both groups ends, Group 0 first (GIC-CPU-034).
   * @returns false if no priority was active
   */
  drop(): boolean {
    if (this.running === IDLE) return false;
    const level = this.running >> this.shift;
    const bit = 1 << (level & 31);
    const stack = (this.active0[level >> 5] & bit) !== 0 ? this.active0 : this.active1;
    stack[level >> 5] &= ~bit;
    this.running = this.highestActive();
    return true;
  }

  /** The highest active group priority, or IDLE. */
  highestActive(): number {
    for (let register = 0; register < this.activePriorityRegisters; register++) {
      const bits = this.active0[register] | this.active1[register];
      if (bits !== 0) {
        return (register * 32 + 31 - Math.clz32(bits & -bits)) << this.shift;
      }
    }
    return IDLE;
  }

  /** Group of the highest active priority; −1 if nothing runs or the groups are not kept apart. */
  runningGroup(): number {
    if (this.running === IDLE || this.sharedActivePriorities) return -1;
    const level = this.running >> this.shift;
    return (this.active0[level >> 5] & (1 << (level & 31))) !== 0 ? 0 : 1;
  }

  /** RPR: 0xFF when nothing runs (GIC-CPU-030). */
  readRpr(): number {
    return this.running === IDLE ? 0xff : this.running;
  }

  writePmr(value: number): void {
    this.pmr = value & this.priorityMask;
  }

  /** Below the minimum, the minimum is stored (GIC-CPU-010). */
  writeBpr0(value: number): void {
    this.bpr0 = Math.max(value & 7, this.minimumBpr0);
  }

  /** BPR1 or ABPR: with CBPR it shows BPR0 + 1, at most 7 (GIC-CPU-011). */
  readBpr1(): number {
    return this.commonBinaryPoint !== 0 ? Math.min(this.bpr0 + 1, 7) : this.bpr1;
  }

  /** BPR1 or ABPR: ignored with CBPR (GIC-CPU-011). */
  writeBpr1(value: number): void {
    if (this.commonBinaryPoint === 0) this.restoreBpr1(value);
  }

  /** The stored BPR1, whatever CBPR says: what VMCR holds. */
  restoreBpr1(value: number): void {
    this.bpr1 = Math.max(value & 7, this.minimumBpr0 + 1);
  }

  readActivePriorities(group: number, register: number): number {
    return (group === 0 ? this.active0 : this.active1)[register];
  }

  /** AP0R<n>, AP1R<n> or GICH_APR (as group 0): restores active priorities (GIC-HCR-015). */
  writeActivePriorities(group: number, register: number, value: number): void {
    (group === 0 ? this.active0 : this.active1)[register] = value;
    this.running = this.highestActive();
  }
}
