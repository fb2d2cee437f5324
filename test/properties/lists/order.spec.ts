import { LockFault } from '../../../models/contract/locks';
import { A, Active, Bench, finish, GroupOn, inside, left, open, P, pend } from './bench';
import { Pending, SourcesLeft, take } from './bench';
import first from '../../../properties/lists/order/ORDER-001';
import second from '../../../properties/lists/order/ORDER-002';
import third from '../../../properties/lists/order/ORDER-003';
import lockOrder from '../../../properties/lists/lock/LOCK-001';
import lockUse from '../../../properties/lists/lock/LOCK-002';
import lockReturn from '../../../properties/lists/lock/LOCK-003';

const spilled = (intid: number, priority = 0x80) => left(intid, priority, Active);
const active = (intid: number, priority = 0x80) => ({ intid, state: A, priority });
const pending = (intid: number, priority = 0x80) => ({ intid, state: P, priority });

function entered(registers: ReturnType<typeof active>[], ...entries: ReturnType<typeof left>[]) {
  return new Bench().entry({ registers, entries });
}

describe('ORDER-001: active first', () => {
  it('holds while active ones are ahead and pending ones sorted', () => {
    const in0 = inside(40, 0, 0x80, Active);

    expect(entered([active(40)], in0).judge(first)).toBe('held');
    expect(entered([active(40), pending(41, 0x20)], in0, left(42)).judge(first)).toBe('held');
    expect(entered([active(40), active(41)], in0, spilled(42)).judge(first)).toBe('held');
    expect(entered([pending(41)], inside(41, 0)).judge(first)).toBe('not concerned');
  });

  it('breaks when an active one is out and a pending one in', () => {
    const record = [active(40), pending(41)];

    expect(entered(record, spilled(42)).judge(first)).toBe('broken');
  });

  it('breaks when a pending one is ahead, or of lower priority than one left out', () => {
    expect(entered([pending(41), active(40)], left(42)).judge(first)).toBe('broken');
    expect(entered([pending(41, 0x60), pending(40, 0x40)], left(42)).judge(first)).toBe('broken');
    expect(entered([active(41), pending(40, 0xa0)], left(42)).judge(first)).toBe('broken');
  });

  it('lets what is behind an SGI with further sources wait for its end', () => {
    const sgi = inside(3, 0, 0x40, Active | SourcesLeft);
    const registers = [{ ...active(3, 0x40), eoi: 1 }];

    expect(entered(registers, sgi, spilled(42)).judge(first)).toBe('held');
    expect(entered(registers, sgi, spilled(42, 0x20)).judge(first)).toBe('broken');
  });
});

describe('ORDER-002: active ones stay', () => {
  const full = { registers: [active(40), pending(41)] };
  const active40 = () => take(pend(open(new Bench()), 40), 40).entry(full);

  it('holds while the active one stays and others wait', () => {
    expect(
      active40()
        .entry({ ...full, entries: [left(42)] })
        .judge(second),
    ).toBe('held');
    expect(active40().entry(full).judge(second)).toBe('not concerned');
  });

  it('breaks when it is evicted, and does not care once it was ended', () => {
    const evicted = { registers: [pending(42), pending(41)] };

    expect(active40().entry(evicted).judge(second)).toBe('broken');
    expect(finish(active40(), 40).entry(evicted).judge(second)).toBe('not concerned');
  });
});

describe('ORDER-003: pending first', () => {
  it('breaks when a pending one is left out for an active one', () => {
    const full = [pending(40), pending(41)];

    expect(entered(full, left(42)).judge(third)).toBe('held');
    expect(entered([pending(40), active(41)], left(42)).judge(third)).toBe('broken');
    expect(entered(full).judge(third)).toBe('not concerned');
  });

  it('does not ask it for a group that is off', () => {
    const off = left(42, 0x80, Pending);
    const entries = [{ ...off, flags: off.flags & ~GroupOn }];
    const bench = new Bench().entry({ registers: [pending(40), active(41)], entries });

    expect(bench.judge(third)).toBe('not concerned');
  });

  const nested = () =>
    take(pend(open(new Bench()), 40, 41), 40, 41).entry({ entries: [spilled(40), spilled(41)] });

  it('breaks when the active state of another interrupt is taken away', () => {
    const bench = finish(nested(), 41);

    expect(bench.entry({ entries: [spilled(40)] }).judge(third)).toBe('held');
    expect(bench.entry({ entries: [spilled(41)] }).judge(third)).toBe('broken');
  });

  it('accepts a list register as a place for it', () => {
    expect(
      nested()
        .entry({ registers: [active(40), active(41)] })
        .judge(third),
    ).toBe('held');
    expect(
      nested()
        .entry({ registers: [active(40)] })
        .judge(third),
    ).toBe('broken');
  });
});

describe('locks', () => {
  const record = (faults: number) => new Bench().entry({ faults });

  it.each([
    ['LOCK-001', lockOrder, LockFault.Order],
    ['LOCK-002', lockUse, LockFault.SelfDeadlock],
    ['LOCK-002', lockUse, LockFault.NotHeld],
    ['LOCK-003', lockReturn, LockFault.HeldOnReturn],
  ] as const)('%s breaks with its fault alone', (_, requirement, fault) => {
    const all = Object.values(LockFault).reduce<number>((bits, one) => bits | one, 0);

    expect(record(0).judge(requirement)).toBe('held');
    expect(record(fault).judge(requirement)).toBe('broken');
    if (requirement !== lockUse) expect(record(all & ~fault).judge(requirement)).toBe('held');
  });
});
