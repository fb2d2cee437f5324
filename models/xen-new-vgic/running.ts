import type { PriorityInterface } from '../architecture/priority-interface';
import type { Machine } from '../contract/machine';
import type { Interrupts } from './interrupts';
import { NOT_RUNNING } from './interrupts';

/** Bits of GICH_APR, one for each group priority. */
const LEVELS = 32;

/**
 * DIFF-36 mended: which interrupt runs with which active priority of a vCPU. It tells what an EOI
 * ended that found no list register.
 */
export class RunningInterrupts {
  /** Instance by `vcpu * 32 + bit number in GICH_APR`, where `known` has the bit. */
  private readonly runner: Uint16Array;
  private readonly known: Int32Array;

  constructor(
    machine: Machine,
    private readonly interrupts: Interrupts,
  ) {
    this.runner = new Uint16Array(machine.vcpus * LEVELS);
    this.known = new Int32Array(machine.vcpus);
  }

  reset(): void {
    this.known.fill(0);
  }

  /** The guest acknowledged an interrupt since it entered; if it dropped the priority too, no matter. */
  acknowledged(vcpu: number, instance: number, priority: PriorityInterface): void {
    const level = priority.groupPriority(this.interrupts.priority[instance], 0) >> 3;
    const now = priority.readActivePriorities(0, 0);
    if ((this.known[vcpu] >>> level) & 1) this.forget(vcpu, level);
    if (((now >>> level) & 1) === 0) return;
    this.runner[vcpu * LEVELS + level] = instance;
    this.known[vcpu] |= 1 << level;
    this.interrupts.runningLevel[instance] = level;
  }

  /** Priorities that are known and not active any more, as bits of GICH_APR. */
  dropped(vcpu: number, priority: PriorityInterface): number {
    return this.known[vcpu] & ~priority.readActivePriorities(0, 0);
  }

  /** @returns what ran with this priority */
  forget(vcpu: number, level: number): number {
    const instance = this.runner[vcpu * LEVELS + level];
    this.known[vcpu] &= ~(1 << level);
    if (this.interrupts.runningLevel[instance] === level) {
      this.interrupts.runningLevel[instance] = NOT_RUNNING;
    }
    return instance;
  }
}
