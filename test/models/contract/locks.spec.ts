import { Lock, LockFault, Locks } from '../../../models/contract/locks';

const domain = new Lock('domain', 0, 0);
const list0 = new Lock('ap_list 0', 1, 0);
const list1 = new Lock('ap_list 1', 1, 1);
const irqA = new Lock('irq 1', 2, 1, true);
const irqB = new Lock('irq 2', 2, 2, true);

describe('locks', () => {
  let locks: Locks;
  beforeEach(() => {
    for (const lock of [domain, list0, list1, irqA, irqB]) lock.held = false;
    locks = new Locks();
  });

  it('accepts the documented order, and counts', () => {
    for (const lock of [domain, list0, list1, irqB, irqA]) locks.acquire(lock);
    for (const lock of [list0, irqA, domain, irqB, list1]) locks.release(lock);
    locks.returned();
    expect(locks.takeFaults()).toBe(0);
    expect(locks.operations).toBe(10);
  });

  it.each([
    ['an outer lock inside', [list0, domain]],
    ['a list lock of a lower vCPU inside', [list1, list0]],
  ])('blames the order: %s', (_, [outer, inner]) => {
    locks.acquire(outer);
    locks.acquire(inner);
    expect(locks.culprit).toBe(inner.name);
    expect(locks.takeFaults()).toBe(LockFault.Order);
    expect(locks.takeFaults()).toBe(0);
  });

  it('looks at the innermost lock that is still held', () => {
    locks.acquire(domain);
    locks.acquire(irqA);
    locks.release(irqA);
    locks.acquire(list0);
    expect(locks.takeFaults()).toBe(0);
  });

  it('blames taking a lock twice', () => {
    locks.acquire(list0);
    locks.acquire(list0);
    expect(locks.takeFaults() & LockFault.SelfDeadlock).toBe(LockFault.SelfDeadlock);
  });

  it('blames a release of what is not held', () => {
    locks.release(list0);
    expect(locks.takeFaults()).toBe(LockFault.NotHeld);
  });

  it('blames what is held on return, and lets go of it', () => {
    locks.acquire(list0);
    locks.returned();
    expect(locks.culprit).toBe('ap_list 0');
    expect(locks.takeFaults()).toBe(LockFault.HeldOnReturn);
    locks.acquire(list0);
    locks.release(list0);
    locks.returned();
    expect(locks.takeFaults()).toBe(0);
  });
});
