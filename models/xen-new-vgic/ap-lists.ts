import type { Locks } from '../contract/locks';
import type { Machine } from '../contract/machine';
import { Lock, LockFault } from '../contract/locks';
import type { Interrupts } from './interrupts';
import type { MappedInterrupts } from './mapped';
import type { Repairs } from './repairs';
import { Irq, LockRank, NOBODY } from './interrupts';

/** What the lists tell the vCPUs. */
export interface VcpuControl {
  kick(vcpu: number): void;
  isOn(vcpu: number): boolean;
  listsChanged(vcpu: number): void;
}

/** Longest list that the sort merges without comparing an entry with itself. */
const LONGEST_SAFE_SORT = 256;

/**
 * The ap_list of every vCPU: the interrupts that are active or pending there. Any vCPU appends to
 * any list; entries leave a list when its own vCPU prunes it.
 */
export class ApLists {
  /** Instances, in list order, and how many there are. */
  readonly entries: Uint16Array[] = [];
  readonly length: Int32Array;
  readonly locks: Lock[] = [];
  private readonly keys: Uint16Array;

  constructor(
    machine: Machine,
    private readonly interrupts: Interrupts,
    private readonly mapped: MappedInterrupts,
    private readonly held: Locks,
    private readonly vcpus: VcpuControl,
    private readonly repaired: Repairs,
  ) {
    const longest = 32 + machine.spis;
    this.length = new Int32Array(machine.vcpus);
    this.keys = new Uint16Array(longest);
    for (let v = 0; v < machine.vcpus; v++) {
      this.entries.push(new Uint16Array(longest));
      this.locks.push(new Lock(`ap_list_lock of vCPU ${v}`, LockRank.List, v));
    }
  }

  reset(): void {
    this.length.fill(0);
  }

  /**
   * Puts an interrupt on the list of its target, unless it is on one, and makes the target exit.
   * Called with its irq_lock held; returns with it released.
   */
  queue(instance: number): void {
    const { interrupts, held } = this;
    const lock = interrupts.locks[instance];
    for (;;) {
      const target = interrupts.oracle(instance);
      const owner = interrupts.owner[instance];
      if (owner >= 0 || target < 0) {
        held.release(lock);
        if (owner >= 0) this.vcpus.listsChanged(owner);
        if (target >= 0) this.vcpus.kick(target);
        if (this.repaired.offList) this.releaseFromOff(owner, target);
        return;
      }
      // The list lock is the outer one: both are taken anew, and what was seen is seen again.
      held.release(lock);
      const list = this.locks[target];
      held.acquire(list);
      held.acquire(lock);
      const unchanged = interrupts.owner[instance] < 0 && interrupts.oracle(instance) === target;
      if (unchanged) this.append(target, instance);
      held.release(lock);
      held.release(list);
      if (unchanged) {
        this.vcpus.kick(target);
        this.vcpus.listsChanged(target);
        return;
      }
      held.acquire(lock);
    }
  }

  /** N-OFF mended: a vCPU that is off does not prune its list itself. */
  private releaseFromOff(owner: number, target: number): void {
    if (owner < 0 || owner === target || this.vcpus.isOn(owner)) return;
    this.prune(owner);
    this.vcpus.listsChanged(owner);
    if (target >= 0) this.vcpus.kick(target);
  }

  /** An interrupt that may be on a list was changed in place. */
  changed(instance: number): void {
    const owner = this.interrupts.owner[instance];
    if (owner >= 0) this.vcpus.listsChanged(owner);
  }

  /** Takes what does not belong on this list off it, or to the list where it belongs. */
  prune(vcpu: number): void {
    const { interrupts, held } = this;
    const list = this.entries[vcpu];
    held.acquire(this.locks[vcpu]);
    for (let at = 0; at < this.length[vcpu];) {
      const instance = list[at];
      if (this.repaired.sampleLine) this.mapped.sample(instance);
      const target = interrupts.oracle(instance);
      // The interrupt's lock: nothing can come between.
      held.operations += 2;
      if (target === vcpu) {
        at++;
        continue;
      }
      if (target === NOBODY) {
        this.remove(vcpu, at);
        continue;
      }
      held.release(this.locks[vcpu]);
      this.move(vcpu, target, instance);
      held.acquire(this.locks[vcpu]);
      at = 0;
    }
    held.release(this.locks[vcpu]);
  }

  /** To another list, if that is still its target: both locks are held, lower vCPU first. */
  private move(from: number, to: number, instance: number): void {
    const { interrupts, held } = this;
    const first = this.locks[Math.min(from, to)];
    const second = this.locks[Math.max(from, to)];
    const lock = interrupts.locks[instance];
    held.acquire(first);
    held.acquire(second);
    held.acquire(lock);
    const moves = interrupts.owner[instance] === from && interrupts.oracle(instance) === to;
    if (moves) {
      this.remove(from, this.entries[from].indexOf(instance));
      this.append(to, instance);
    }
    held.release(lock);
    held.release(second);
    held.release(first);
    if (!moves) return;
    // Upstream leaves the new vCPU alone (DIFF-48).
    if (this.repaired.pruneKick) this.vcpus.kick(to);
    this.vcpus.listsChanged(to);
  }

  private append(vcpu: number, instance: number): void {
    this.entries[vcpu][this.length[vcpu]++] = instance;
    this.interrupts.owner[instance] = vcpu;
  }

  private remove(vcpu: number, at: number): void {
    const list = this.entries[vcpu];
    this.interrupts.owner[list[at]] = NOBODY;
    const length = --this.length[vcpu];
    for (let n = at; n < length; n++) list[n] = list[n + 1];
  }

  /**
   * Stable sort: active entries first, in the order they are in; then those that are pending and
   * enabled, then the others, each by priority. The list lock is held; each comparison takes the
   * locks of both interrupts.
   */
  sort(vcpu: number): void {
    const { keys, held } = this;
    const list = this.entries[vcpu];
    const length = this.length[vcpu];
    if (length > LONGEST_SAFE_SORT && !this.repaired.selfComparison)
      this.compareWithItself(list[0]);
    for (let n = 0; n < length; n++) {
      const instance = list[n];
      const key = this.key(instance);
      let at = n;
      for (; at > 0; at--) {
        held.operations += 4;
        if (keys[at - 1] <= key) break;
        keys[at] = keys[at - 1];
        list[at] = list[at - 1];
      }
      keys[at] = key;
      list[at] = instance;
    }
  }

  private key(instance: number): number {
    const { interrupts } = this;
    const flags = interrupts.flags[instance];
    const isActive = (flags & Irq.Active) !== 0;
    // DIFF-36 mended: what is active comes last, the latest acknowledged first.
    if (isActive) return this.repaired.overflow ? 256 + interrupts.runningLevel[instance] : 0;
    const waits = (flags & Irq.Enabled) !== 0 && interrupts.isPending(instance);
    const rank = this.repaired.overflow ? 0 : 256;
    return (waits ? rank : 512) + interrupts.priority[instance];
  }

  /** A merge of long lists compares an entry with itself, and the comparison locks both sides. */
  private compareWithItself(instance: number): void {
    const { held } = this;
    held.operations += 2;
    if (held.faults === 0) held.culprit = this.interrupts.locks[instance].name;
    held.faults |= LockFault.SelfDeadlock;
  }

  /** Something on the list is pending and enabled, active or not, whatever its priority. */
  somethingWaits(vcpu: number): boolean {
    const { interrupts, held } = this;
    if (!interrupts.distributorOn) return false;
    let waits = false;
    held.acquire(this.locks[vcpu]);
    for (let at = 0; at < this.length[vcpu] && !waits; at++) {
      const instance = this.entries[vcpu][at];
      held.acquire(interrupts.locks[instance]);
      waits = (interrupts.flags[instance] & Irq.Enabled) !== 0 && interrupts.isPending(instance);
      held.release(interrupts.locks[instance]);
    }
    held.release(this.locks[vcpu]);
    return waits;
  }
}
