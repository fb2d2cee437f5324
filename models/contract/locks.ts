/** What can be wrong with the use of locks, as bits. */
export const LockFault = {
  /** Acquired by the CPU that holds it already: the real code would hang. */
  SelfDeadlock: 1,
  /** Acquired while a lock is held that must be taken after it. */
  Order: 2,
  /** Released without being held. */
  NotHeld: 4,
  /** Still held when the operation returned. */
  HeldOnReturn: 8,
} as const;

/**
 * A lock of a hypervisor. `rank` is its place in the documented order (outermost lowest); locks of
 * one rank are ordered by `number` (KVM: two ap_list locks, the lower vCPU id first).
 */
export class Lock {
  held = false;

  /** @param unordered two locks of this rank may be nested in either order (under an outer lock) */
  constructor(
    readonly name: string,
    readonly rank: number,
    readonly number: number,
    readonly unordered = false,
  ) {}
}

/**
 * The locks that one CPU holds. Hypervisor operations are written as atomic sections between
 * `acquire` and `release`; run straight through, order, self-deadlock and locks left held are
 * checked here.
 */
export class Locks {
  /** Acquisitions and releases so far; never reset. */
  operations = 0;
  /** Faults since `takeFaults`, as bits of `LockFault`. */
  faults = 0;
  /** The first lock that was at fault since `takeFaults`, for messages. */
  culprit = '';
  private readonly stack: Lock[] = [];

  acquire(lock: Lock): void {
    this.operations++;
    if (lock.held) this.blame(LockFault.SelfDeadlock, lock);
    const { stack } = this;
    if (stack.length > 0) {
      const outer = stack[stack.length - 1];
      const ordered =
        lock.rank > outer.rank ||
        (lock.rank === outer.rank && (lock.unordered || lock.number > outer.number));
      if (!ordered) this.blame(LockFault.Order, lock);
    }
    lock.held = true;
    stack.push(lock);
  }

  /** Locks may be released in any order. */
  release(lock: Lock): void {
    this.operations++;
    if (!lock.held) {
      this.blame(LockFault.NotHeld, lock);
      return;
    }
    lock.held = false;
    const { stack } = this;
    if (stack[stack.length - 1] === lock) stack.pop();
    else stack.splice(stack.lastIndexOf(lock), 1);
  }

  /** An operation of the hypervisor is over: nothing may be held. */
  returned(): void {
    while (this.stack.length > 0) {
      const lock = this.stack.pop()!;
      lock.held = false;
      this.blame(LockFault.HeldOnReturn, lock);
    }
  }

  /** The faults since this was last asked. */
  takeFaults(): number {
    const { faults } = this;
    this.faults = 0;
    this.culprit = '';
    return faults;
  }

  private blame(fault: number, lock: Lock): void {
    if (this.faults === 0) this.culprit = lock.name;
    this.faults |= fault;
  }
}
