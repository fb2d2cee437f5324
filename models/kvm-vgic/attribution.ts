import type { PriorityInterface } from '../architecture/priority-interface';
import type { VirtualInterface } from '../architecture/virtual-interface';
import { Irq, NONE } from './interrupts';
import type { KvmVgic } from './system';

/** Active-priority registers of a group. */
const REGISTERS = 4;
/** Step of `now`: priority and list register are below it, the order of acknowledges in one run. */
const EXIT = 1 << 14;

/**
 * Whose deactivation EOIcount counts, among active interrupts that are in no list register. KVM
 * takes the next of the list; the repairs of K-D4 and K-D5 find the right one.
 */
export class Attribution {
  /** Active priorities of both groups at entry, per vCPU. */
  private readonly atEntry: Int32Array;
  /** Guest exits so far, in steps of EXIT. */
  private now = 0;
  /** Bits of the group priority, by vCPU and group. */
  private readonly maskAtEntry: Uint8Array;
  private readonly remembers: boolean;
  private readonly endedOnly: boolean;

  constructor(private readonly vgic: KvmVgic) {
    const { era, repairs } = vgic;
    // 6.18 has no such rules: whoever gives it those of 6.19 gives it the right ones.
    this.remembers = era === 'old' || repairs.remembersPriority;
    this.endedOnly = era === 'old' || repairs.countsEndedOnly;
    this.maskAtEntry = new Uint8Array(vgic.vcpus * 2);
    this.atEntry = new Int32Array(vgic.vcpus * REGISTERS);
  }

  /** Guest entry. */
  enters(vcpu: number, priority: PriorityInterface): void {
    if (!this.endedOnly) return;
    this.maskAtEntry[vcpu * 2] = priority.groupMask(0);
    this.maskAtEntry[vcpu * 2 + 1] = priority.groupMask(1);
  }

  /** Entry with active interrupts outside. */
  remember(vcpu: number, priority: PriorityInterface): void {
    for (let n = 0; n < priority.activePriorityRegisters; n++) {
      this.atEntry[vcpu * REGISTERS + n] = priority.active0[n] | priority.active1[n];
    }
  }

  /** The guest acknowledged the interrupt of a list register. */
  acknowledged(irq: number, n: number, hardware: VirtualInterface): void {
    const { interrupts } = this.vgic;
    const { listRegisters, priority } = hardware;
    const group = listRegisters.groupOf(n);
    const full = listRegisters.priority[n];
    const level = priority.groupPriority(full, group);
    // The binary point may have been written since: then it counts as it was at entry.
    const before = full & this.maskAtEntry[interrupts.owner[irq] * 2 + group];
    const isBefore = !this.isSet(level, priority) && this.isSet(before, priority);
    interrupts.activePriority[irq] = isBefore ? before : level;
    interrupts.acknowledgedAt[irq] = this.now | (full << 6) | n;
    interrupts.state[irq] |= Irq.Acknowledged;
  }

  /**
   * The position in the list of what was deactivated next.
   * @param after position of the one before
   * @param first first position behind the list registers
   */
  next(vcpu: number, after: number, first: number, priority: PriorityInterface): number {
    const { interrupts, lists } = this.vgic;
    const list = lists.entries[vcpu];
    let best: number = NONE;
    for (let at = first; at < lists.length[vcpu]; at++) {
      const irq = list[at];
      const isActive = (interrupts.state[irq] & Irq.Active) !== 0;
      if (!isActive || interrupts.targetOf(irq) !== vcpu) continue;
      if (!this.remembers && !this.endedOnly) {
        if (at > after) return at;
      } else if (this.isCandidate(vcpu, irq, priority) && this.isBetter(irq, best, list)) best = at;
    }
    return best;
  }

  /** An active priority, of either group. */
  private isSet(value: number, priority: PriorityInterface): boolean {
    const level = value >> (8 - priority.preemptionBits);
    const bits = priority.active0[level >> 5] | priority.active1[level >> 5];
    return ((bits >>> (level & 31)) & 1) !== 0;
  }

  /** Guest exit: interrupts whose priority was dropped are not to be ended by an EOIR any more. */
  forgetDropped(vcpu: number, priority: PriorityInterface): void {
    if (!this.endedOnly) return;
    this.now += EXIT;
    const { interrupts, lists } = this.vgic;
    const list = lists.entries[vcpu];
    for (let at = 0; at < lists.length[vcpu]; at++) {
      const irq = list[at];
      if ((interrupts.state[irq] & Irq.Acknowledged) === 0) continue;
      if (!this.isSet(this.priorityOf(irq), priority)) interrupts.state[irq] &= ~Irq.Acknowledged;
    }
  }

  reset(): void {
    this.now = 0;
  }

  private priorityOf(irq: number): number {
    const { interrupts } = this.vgic;
    return this.remembers ? interrupts.activePriority[irq] : interrupts.priority[irq];
  }

  /** Acknowledged, and its active priority ended since the entry. */
  private isCandidate(vcpu: number, irq: number, priority: PriorityInterface): boolean {
    if (!this.endedOnly) return true;
    if ((this.vgic.interrupts.state[irq] & Irq.Acknowledged) === 0) return false;
    const level = this.priorityOf(irq) >> (8 - priority.preemptionBits);
    const word = level >> 5;
    const now = priority.active0[word] | priority.active1[word];
    const ended = this.atEntry[vcpu * REGISTERS + word] & ~now;
    return ((ended >>> (level & 31)) & 1) !== 0;
  }

  /** The last to end made the vCPU exit; without knowing that, the highest priority is the guess. */
  private isBetter(irq: number, best: number, list: Int16Array): boolean {
    if (best === NONE) return true;
    const difference = this.priorityOf(irq) - this.priorityOf(list[best]);
    if (!this.endedOnly) return difference < 0;
    const { acknowledgedAt } = this.vgic.interrupts;
    return difference > 0 || (difference === 0 && acknowledgedAt[irq] > acknowledgedAt[list[best]]);
  }
}
