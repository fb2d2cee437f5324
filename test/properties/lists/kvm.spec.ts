import { StepKind } from '../../../models/contract/encoded';
import { Bench, inside, Latch, left, Level, Listed, LRENPIE, Owned, P, SourcesLeft } from './bench';
import first from '../../../properties/lists/kvm/KVM-LIST-001';
import second from '../../../properties/lists/kvm/KVM-LIST-002';
import third from '../../../properties/lists/kvm/KVM-LIST-003';
import fourth from '../../../properties/lists/kvm/KVM-LIST-004';
import fifth from '../../../properties/lists/kvm/KVM-LIST-005';
import sixth from '../../../properties/lists/kvm/KVM-LIST-006';

const two = {
  used: 3,
  registers: [
    { intid: 40, state: P },
    { intid: 41, state: P },
  ],
  entries: [inside(40, 0), inside(41, 1)],
};

describe('the list invariants of KVM', () => {
  it('KVM-LIST-001: of one vCPU and not on its list, or the other way round', () => {
    expect(new Bench().entry(two).judge(first)).toBe('held');
    expect(new Bench().entry({}).judge(first)).toBe('not concerned');
    for (const flags of [Listed, Owned]) {
      expect(new Bench().entry({ entries: [{ intid: 40, flags }] }).judge(first)).toBe('broken');
    }
  });

  it('KVM-LIST-001: twice on a list, or on two', () => {
    const other = { vcpu: 1, entries: [left(41)] };
    const sgi = { vcpu: 1, entries: [left(3)] };
    const own = { entries: [left(3)] };

    expect(new Bench().entry({ entries: [left(40), left(40)] }).judge(first)).toBe('broken');
    expect(new Bench().entry(other).entry(two).judge(first)).toBe('broken');
    expect(new Bench().entry(sgi).entry(own).judge(first)).toBe('held');
  });

  it('KVM-LIST-002: others append, and do nothing else', () => {
    const remote = (...entries: (typeof two)['entries']) =>
      new Bench().entry(two).step(StepKind.Write, 1, { ...two, outside: true, entries });

    expect(remote(...two.entries, left(42)).judge(second)).toBe('held');
    expect(remote(two.entries[0]).judge(second)).toBe('broken');
    expect(remote(two.entries[1], two.entries[0]).judge(second)).toBe('broken');
    expect(new Bench().entry(two).entry({}).judge(second)).toBe('not concerned');
  });

  it('KVM-LIST-003: one interrupt in two list registers', () => {
    const doubled = { registers: [two.registers[0], two.registers[0]] };

    expect(new Bench().entry(two).judge(third)).toBe('held');
    expect(new Bench().entry(doubled).judge(third)).toBe('broken');
    expect(new Bench().entry({ registers: [two.registers[0]] }).judge(third)).toBe('not concerned');
  });

  it('KVM-LIST-004: a list register that is no longer used keeps its content', () => {
    const one = { used: 1, registers: [two.registers[0]] };
    const stale = { used: 1, registers: [two.registers[0], { intid: 41, state: 0, priority: 0 }] };

    expect(new Bench().entry(two).entry(one).judge(fourth)).toBe('held');
    expect(new Bench().entry(two).entry(stale).judge(fourth)).toBe('broken');
    expect(new Bench().entry(two).judge(fourth)).toBe('not concerned');
  });

  it('KVM-LIST-005: a count that was not cleared', () => {
    const armed = new Bench().entry({ control: LRENPIE });

    expect(armed.entry({ control: 1 }).judge(fifth)).toBe('held');
    expect(armed.entry({ control: LRENPIE | (1 << 27) }).judge(fifth)).toBe('broken');
    expect(new Bench().entry({ control: 1 }).judge(fifth)).toBe('not concerned');
  });

  it('KVM-LIST-006: the latch is still set', () => {
    const latched = (flags: number) =>
      new Bench().entry({ registers: two.registers, entries: [inside(40, 0, 0x80, flags)] });

    expect(latched(0).judge(sixth)).toBe('held');
    expect(latched(Latch).judge(sixth)).toBe('broken');
    expect(latched(Latch | SourcesLeft).judge(sixth)).toBe('not concerned');
    expect(latched(Latch | Level).judge(sixth)).toBe('not concerned');
  });
});
