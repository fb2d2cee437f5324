import type { Locks } from '../contract/locks';
import { Lock } from '../contract/locks';
import type { Interrupts } from './interrupts';
import { NONE } from './interrupts';

/** Place of ap_list_lock in the lock order, outside the irq locks; two of them by vCPU id. */
const AP_LIST_LOCK_RANK = 1;

/** What the lists need of the VM around them. */
export interface Vcpus {
  readonly vcpus: number;
  readonly locks: Locks;
  kick(vcpu: number): void;
  listsChanged(vcpu: number): void;
}

/**
 * The ap_list of each vCPU: the interrupts that are pending and enabled, or active, on it, in the
 * order in which they go to list registers. An interrupt is on one list at most, that of its owner.
 * Only a vCPU itself takes something off its list; others append.
 */
export class ApLists {
  /** Per vCPU: its list, of which the first `length[vcpu]` elements count. */
  readonly entries: Int16Array[] = [];
  readonly length: Uint16Array;
  /** How many interrupts say that they belong to each vCPU: its length, if all is well. */
  readonly owned: Uint16Array;
  /**
   * SPIs that were queued, less the level ones that were deactivated since: what turns the trap of
   * DIR on for the whole VM (from 6.19).
   */
  activeSpis = 0;
  private readonly listLocks: Lock[] = [];

  constructor(
    private readonly vm: Vcpus,
    private readonly interrupts: Interrupts,
    private readonly kicksEveryone: boolean,
  ) {
    this.length = new Uint16Array(vm.vcpus);
    this.owned = new Uint16Array(vm.vcpus);
    for (let vcpu = 0; vcpu < vm.vcpus; vcpu++) {
      this.entries.push(new Int16Array(interrupts.size));
      this.listLocks.push(new Lock('ap_list_lock', AP_LIST_LOCK_RANK, vcpu));
    }
  }

  reset(): void {
    this.length.fill(0);
    this.owned.fill(0);
    this.activeSpis = 0;
  }

  lockOf(vcpu: number): Lock {
    return this.listLocks[vcpu];
  }

  /**
   * Puts an interrupt where its state wants it: at the end of its target's list, if it is on none.
   * Called with its irq_lock held, which is released.
   */
  queue(irq: number): void {
    const { interrupts, vm } = this;
    const { locks } = vm;
    const lock = interrupts.lockOf(irq);
    let target = interrupts.targetOf(irq);
    while (target !== NONE && interrupts.owner[irq] === NONE) {
      // The list lock goes outside: let go, take both, and see whether that is still true.
      locks.release(lock);
      const listLock = this.listLocks[target];
      locks.acquire(listLock);
      locks.acquire(lock);
      const now = interrupts.targetOf(irq);
      if (now === target && interrupts.owner[irq] === NONE) {
        this.append(target, irq);
        const isFirst = this.countSpi(irq);
        locks.release(lock);
        locks.release(listLock);
        this.vm.kick(target);
        if (isFirst) this.kickAll();
        return;
      }
      locks.release(lock);
      locks.release(listLock);
      locks.acquire(lock);
      target = now;
    }
    locks.release(lock);
    // Already on a list, where it is not what it was.
    const owner = interrupts.owner[irq];
    if (owner !== NONE) vm.listsChanged(owner);
    if (target !== NONE) vm.kick(target);
  }

  /** @returns true if the trap of DIR has to be turned on everywhere */
  private countSpi(irq: number): boolean {
    return this.interrupts.isSpi(irq) && this.activeSpis++ === 0 && this.kicksEveryone;
  }

  /** A level SPI was deactivated. */
  uncountSpi(): void {
    if (this.activeSpis > 0) this.activeSpis--;
  }

  kickAll(): void {
    for (let vcpu = 0; vcpu < this.vm.vcpus; vcpu++) this.vm.kick(vcpu);
  }

  /** Takes off the list of a vCPU what is not to be presented on it any more. */
  prune(vcpu: number): void {
    const { interrupts, vm } = this;
    const { locks } = vm;
    const list = this.entries[vcpu];
    const listLock = this.listLocks[vcpu];
    locks.acquire(listLock);
    let at = 0;
    while (at < this.length[vcpu]) {
      const irq = list[at];
      const target = interrupts.targetOf(irq);
      if (target === vcpu) {
        // Under its irq_lock; nothing changes.
        locks.operations += 2;
        at++;
        continue;
      }
      const lock = interrupts.lockOf(irq);
      locks.acquire(lock);
      if (target === NONE) {
        this.remove(vcpu, at);
        locks.release(lock);
      } else {
        locks.release(lock);
        locks.release(listLock);
        this.migrate(irq, vcpu, target);
        vm.kick(target);
        // The list was unlocked: it may have changed, begin again.
        locks.acquire(listLock);
        at = 0;
      }
    }
    locks.release(listLock);
  }

  /** Moves an interrupt to the end of another list, unless it changed meanwhile. */
  private migrate(irq: number, from: number, to: number): void {
    const { interrupts } = this;
    const { locks } = this.vm;
    const first = this.listLocks[Math.min(from, to)];
    const second = this.listLocks[Math.max(from, to)];
    locks.acquire(first);
    locks.acquire(second);
    const lock = interrupts.lockOf(irq);
    locks.acquire(lock);
    const at = this.positionOf(from, irq);
    if (at !== NONE && interrupts.targetOf(irq) === to) {
      this.remove(from, at);
      this.append(to, irq);
    }
    locks.release(lock);
    locks.release(second);
    locks.release(first);
  }

  private positionOf(vcpu: number, irq: number): number {
    const list = this.entries[vcpu];
    for (let at = 0; at < this.length[vcpu]; at++) if (list[at] === irq) return at;
    return NONE;
  }

  private append(vcpu: number, irq: number): void {
    this.entries[vcpu][this.length[vcpu]++] = irq;
    this.interrupts.owner[irq] = vcpu;
    this.owned[vcpu]++;
    this.vm.listsChanged(vcpu);
  }

  private remove(vcpu: number, at: number): void {
    const list = this.entries[vcpu];
    this.interrupts.owner[list[at]] = NONE;
    this.owned[vcpu]--;
    const last = --this.length[vcpu];
    for (let n = at; n < last; n++) list[n] = list[n + 1];
  }
}
