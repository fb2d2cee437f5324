import { StepKind } from '../../../models/contract/encoded';
import { Active, Bench, Deliverable, Enabled, GroupOn, Hardware, Listed } from './bench';
import type { EntryShape, RegisterShape } from './bench';
import { Migrating, P, Pending, Resident, Waiting } from './bench';
import first from '../../../properties/lists/xen/XEN-LIST-001';
import second from '../../../properties/lists/xen/XEN-LIST-002';
import third from '../../../properties/lists/xen/XEN-LIST-003';
import fourth from '../../../properties/lists/xen/XEN-LIST-004';
import fifth from '../../../properties/lists/xen/XEN-LIST-005';
import sixth from '../../../properties/lists/xen/XEN-LIST-006';
import seventh from '../../../properties/lists/xen/XEN-LIST-007';

const visible = Listed | Enabled | Resident | GroupOn;
const waiting = Listed | Waiting | Enabled | Pending | Deliverable | GroupOn;
const queued = Listed | Pending;

/** Two list registers hold 32 and 33; 34 and 35 wait. */
function full(): { used: number; registers: RegisterShape[]; entries: EntryShape[] } {
  return {
    used: 3,
    registers: [
      { intid: 32, state: P, priority: 0x20 },
      { intid: 33, state: P, priority: 0x40 },
    ],
    entries: [
      { intid: 32, priority: 0x20, flags: visible, lr: 0 },
      { intid: 33, priority: 0x40, flags: visible, lr: 1 },
      { intid: 34, priority: 0x60, flags: waiting, waitingAt: 0 },
      { intid: 35, priority: 0x80, flags: waiting, waitingAt: 1 },
    ],
  };
}

function changed(n: number, changes: Partial<EntryShape>) {
  const record = full();
  record.entries[n] = { ...record.entries[n], ...changes };
  return new Bench().entry(record);
}

describe('the list invariants of Xen', () => {
  it.each([first, second, third, fourth, seventh].map((one) => [one.id, one] as const))(
    '%s holds where two are in and two wait, and says nothing of empty lists',
    (_, requirement) => {
      expect(new Bench().entry(full()).judge(requirement)).toBe('held');
      expect(new Bench().entry({}).judge(requirement)).toBe('not concerned');
    },
  );

  it('XEN-LIST-001: waiting without being inflight', () => {
    expect(changed(2, { flags: waiting & ~Listed }).judge(first)).toBe('broken');
  });

  it('XEN-LIST-002: a list that is not sorted', () => {
    expect(changed(3, { priority: 0x50 }).judge(second)).toBe('broken');
    expect(changed(2, { waitingAt: 2 }).judge(second)).toBe('broken');
  });

  it('XEN-LIST-002: a newcomer before its equals', () => {
    const newcomer = { intid: 36, priority: 0x80, flags: waiting, waitingAt: 2 };
    const [a, b, c, d] = full().entries;
    const after = { ...full(), entries: [a, b, c, d, newcomer] };
    const between = [
      { ...d, waitingAt: 2 },
      { ...newcomer, waitingAt: 1 },
    ].reverse();
    const before = { ...full(), entries: [a, b, c, ...between] };

    expect(new Bench().entry(full()).entry(after).judge(second)).toBe('held');
    expect(new Bench().entry(full()).entry(before).judge(second)).toBe('broken');
  });

  it('XEN-LIST-003: waiting, but in a list register or not queued', () => {
    expect(changed(2, { flags: waiting | Resident }).judge(third)).toBe('broken');
    expect(changed(2, { flags: waiting & ~Pending }).judge(third)).toBe('broken');
    expect(changed(2, { lr: 1 }).judge(third)).toBe('broken');
  });

  it('XEN-LIST-004: a claim that the flags, lr_mask or the list register contradict', () => {
    expect(changed(1, { flags: visible & ~Resident }).judge(fourth)).toBe('broken');
    expect(changed(1, { lr: -1 }).judge(fourth)).toBe('broken');
    expect(changed(1, { intid: 50 }).judge(fourth)).toBe('broken');
    expect(new Bench().entry({ ...full(), used: 1 }).judge(fourth)).toBe('broken');
  });

  it('XEN-LIST-004 leaves list registers alone that the guest has used since', () => {
    const ended = { ...full(), outside: true, registers: [] };

    expect(new Bench().step(StepKind.Exit, 0, ended).judge(fourth)).toBe('held');
  });

  it('XEN-LIST-005: active and not in a list register', () => {
    expect(changed(1, { flags: visible | Active }).judge(fifth)).toBe('held');
    expect(changed(2, { flags: waiting | Active }).judge(fifth)).toBe('broken');
    expect(new Bench().entry(full()).judge(fifth)).toBe('not concerned');
  });

  it('XEN-LIST-006: migrating off the list, or with nothing physical', () => {
    const good = changed(1, { flags: visible | Migrating | Hardware });

    expect(good.judge(sixth)).toBe('held');
    expect(changed(1, { flags: visible | Migrating }).judge(sixth)).toBe('broken');
    expect(changed(1, { flags: Resident | Migrating | Hardware }).judge(sixth)).toBe('broken');
    expect(new Bench().entry(full()).judge(sixth)).toBe('not concerned');
  });

  it('XEN-LIST-007: lr_mask of another size', () => {
    expect(new Bench().entry({ ...full(), used: 1 }).judge(seventh)).toBe('broken');
    expect(changed(2, { flags: queued | Resident }).judge(seventh)).toBe('broken');
  });
});
