import type { PriorityInterface } from '../architecture/priority-interface';
import type { Machine } from '../contract/machine';
import type { Interrupts } from './interrupts';
import { Irq, NOBODY, NOT_RUNNING } from './interrupts';

/** Bits of GICH_APR, one for each group priority. */
const LEVELS = 32;
/** Bits of GICH_APR by the lowest bit that is set in their number; 0 comes last. */
const BY_ALIGNMENT = [0xaaaaaaaa, 0x44444444, 0x10101010, 0x01000100, 0x00010000, 0x00000001];
/** Most list registers of a GICv2. */
const MOST_REGISTERS = 64;

/**
 * DIFF-36 mended: which interrupt runs with which active priority of a vCPU. It tells what an EOI
 * ended that found no list register.
 */
export class RunningInterrupts {
  /** Instance by `vcpu * 32 + bit number in GICH_APR`, where `known` has the bit. */
  private readonly runner: Uint16Array;
  private readonly known: Int32Array;
  /** GICH_APR and the bits of the group priority at entry. */
  private readonly atEntry: Int32Array;
  private readonly maskAtEntry: Uint8Array;
  /** What the guest acknowledged since it entered, with the priority of its list register. */
  private readonly acknowledged = new Uint16Array(MOST_REGISTERS);
  private readonly priorities = new Uint8Array(MOST_REGISTERS);
  private count = 0;

  constructor(
    machine: Machine,
    private readonly interrupts: Interrupts,
  ) {
    this.runner = new Uint16Array(machine.vcpus * LEVELS);
    this.known = new Int32Array(machine.vcpus);
    this.atEntry = new Int32Array(machine.vcpus);
    this.maskAtEntry = new Uint8Array(machine.vcpus);
  }

  reset(): void {
    this.known.fill(0);
    this.atEntry.fill(0);
    this.count = 0;
  }

  /** Guest entry. */
  enters(vcpu: number, priority: PriorityInterface): void {
    this.atEntry[vcpu] = priority.readActivePriorities(0, 0);
    this.maskAtEntry[vcpu] = priority.groupMask(0);
  }

  /**
   * Forgets the priorities that were dropped since the entry. They were dropped from the highest
   * down, and the EOI of an interrupt outside makes the vCPU exit: it dropped the last of them.
   * @returns what ran with that, or -1
   */
  dropped(vcpu: number, priority: PriorityInterface): number {
    const now = priority.readActivePriorities(0, 0);
    const dropped = this.atEntry[vcpu] & ~now;
    const last = 31 - Math.clz32(dropped);
    const isKnown = dropped !== 0 && ((this.known[vcpu] >>> last) & 1) !== 0;
    const instance = isKnown ? this.runner[vcpu * LEVELS + last] : -1;
    for (let rest = this.known[vcpu] & ~now; rest !== 0; rest &= rest - 1) {
      this.forget(vcpu, 31 - Math.clz32(rest & -rest));
    }
    return instance;
  }

  private forget(vcpu: number, level: number): void {
    const instance = this.runner[vcpu * LEVELS + level];
    this.known[vcpu] &= ~(1 << level);
    if (this.interrupts.runningLevel[instance] === level) {
      this.interrupts.runningLevel[instance] = NOT_RUNNING;
      this.interrupts.runningOn[instance] = NOBODY;
    }
  }

  /** Guest exit: it acknowledged an interrupt since it entered, and did not end it. */
  note(instance: number, priority: number): void {
    this.acknowledged[this.count] = instance;
    this.priorities[this.count++] = priority;
    this.interrupts.runningLevel[instance] = NOT_RUNNING;
    this.interrupts.runningOn[instance] = NOBODY;
  }

  /**
   * Gives the active priorities that are new to what was noted. The guest may have written the
   * binary point since: a priority counts with any number of its low bits cleared. Those that fewest
   * can have are given first.
   */
  assign(vcpu: number, priority: PriorityInterface): void {
    if (this.count === 0) return;
    const active = priority.readActivePriorities(0, 0);
    const fresh = active & ~this.taken(vcpu);
    for (let alignment = 0; alignment < BY_ALIGNMENT.length && this.count > 0; alignment++) {
      for (let bits = fresh & BY_ALIGNMENT[alignment]; bits !== 0; bits &= bits - 1) {
        this.give(vcpu, 31 - Math.clz32(bits & -bits), alignment);
      }
    }
    // It ran with this before, dropped it (EOImode 1), and it was taken again.
    for (let n = this.count - 1; n >= 0; n--) {
      const level = (this.priorities[n] & this.maskAtEntry[vcpu]) >> 3;
      if (((active >>> level) & 1) !== 0) this.runs(vcpu, level, n);
    }
    this.count = 0;
  }

  /** The vCPU was reset: no priority is active. */
  stop(vcpu: number): void {
    for (let rest = this.known[vcpu]; rest !== 0; rest &= rest - 1) {
      this.forget(vcpu, 31 - Math.clz32(rest & -rest));
    }
    this.atEntry[vcpu] = 0;
  }

  /** Active priorities of what is active since before the entry; others are free. */
  private taken(vcpu: number): number {
    const { flags, runningLevel } = this.interrupts;
    let taken = 0;
    for (let rest = this.known[vcpu]; rest !== 0; rest &= rest - 1) {
      const level = 31 - Math.clz32(rest & -rest);
      const instance = this.runner[vcpu * LEVELS + level];
      const runs = runningLevel[instance] === level && (flags[instance] & Irq.Active) !== 0;
      if (runs) taken |= 1 << level;
    }
    return taken;
  }

  /** The one that has this priority with the binary point of the entry, or else any that can. */
  private give(vcpu: number, level: number, alignment: number): void {
    let found = -1;
    for (let n = 0; n < this.count; n++) {
      if ((this.priorities[n] >> 3) >> alignment !== level >> alignment) continue;
      found = n;
      if ((this.priorities[n] & this.maskAtEntry[vcpu]) >> 3 === level) break;
    }
    if (found >= 0) this.runs(vcpu, level, found);
  }

  /** Noted interrupt `n` runs with this priority. */
  private runs(vcpu: number, level: number, n: number): void {
    if (((this.known[vcpu] >>> level) & 1) !== 0) this.forget(vcpu, level);
    const instance = this.acknowledged[n];
    this.runner[vcpu * LEVELS + level] = instance;
    this.known[vcpu] |= 1 << level;
    this.interrupts.runningLevel[instance] = level;
    this.interrupts.runningOn[instance] = vcpu;
    this.acknowledged[n] = this.acknowledged[--this.count];
    this.priorities[n] = this.priorities[this.count];
  }
}
