import { StepKind } from '../../../models/contract/encoded';
import { Mark } from '../../../properties/account/marks';
import type { RegisterShape } from './bench';
import { A, Active, Bench, finish, inside, Latch, left, Level, open, P, PA, pend } from './bench';
import { take } from './bench';
import lr005 from '../../../properties/gic/lr/GIC-LR-005';
import lr006 from '../../../properties/gic/lr/GIC-LR-006';
import lr007 from '../../../properties/gic/lr/GIC-LR-007';
import lr008 from '../../../properties/gic/lr/GIC-LR-008';
import lr009 from '../../../properties/gic/lr/GIC-LR-009';
import lr017 from '../../../properties/gic/lr/GIC-LR-017';
import lr018 from '../../../properties/gic/lr/GIC-LR-018';
import lr019 from '../../../properties/gic/lr/GIC-LR-019';
import lr020 from '../../../properties/gic/lr/GIC-LR-020';
import lr021 from '../../../properties/gic/lr/GIC-LR-021';
import lr022 from '../../../properties/gic/lr/GIC-LR-022';

const pending = (intid: number, priority = 0x80) => ({ intid, state: P, priority });
const active = (intid: number, priority = 0x80) => ({ intid, state: A, priority });
const mapped = (intid: number, state: number, extra = intid) => ({ intid, state, hw: 1, extra });
const spilled = (intid: number) => left(intid, 0x80, Active);

function entered(...registers: RegisterShape[]): Bench {
  return new Bench().entry({ registers });
}

describe('what list registers may hold', () => {
  it('GIC-LR-005: not pending and active with HW=1', () => {
    expect(entered(mapped(40, A)).judge(lr005)).toBe('held');
    expect(entered(mapped(40, A), mapped(41, PA)).judge(lr005)).toBe('broken');
    expect(entered({ intid: 40, state: PA }).judge(lr005)).toBe('not concerned');
  });

  it('GIC-LR-006: no vINTID twice', () => {
    expect(entered(pending(40), pending(41)).judge(lr006)).toBe('held');
    expect(entered(pending(40), active(40)).judge(lr006)).toBe('broken');
    expect(entered(pending(40), { intid: 40, state: 0 }).judge(lr006)).toBe('not concerned');
  });

  it('GIC-LR-007: no SGI number twice, whatever its source', () => {
    const from = (source: number) => ({ intid: 3, state: P, extra: source });

    expect(entered(from(0), pending(40)).judge(lr007)).toBe('held');
    expect(entered(from(0), from(1)).judge(lr007)).toBe('broken');
    expect(entered(pending(40)).judge(lr007)).toBe('not concerned');
  });

  it('GIC-LR-008: no special vINTID', () => {
    expect(entered(pending(40)).judge(lr008)).toBe('held');
    expect(entered(pending(1022)).judge(lr008)).toBe('broken');
    expect(entered({ intid: 1022, state: 0 }).judge(lr008)).toBe('not concerned');
  });

  it('GIC-LR-009: a physical interrupt that exists', () => {
    expect(entered(mapped(40, P)).judge(lr009)).toBe('held');
    for (const physical of [15, 64, 1023]) {
      expect(entered(mapped(40, P, physical)).judge(lr009)).toBe('broken');
    }
    expect(entered(pending(40)).judge(lr009)).toBe('not concerned');
  });
});

describe('what list registers hold of an interrupt', () => {
  it('GIC-LR-017: active is active, and pending is pending', () => {
    const taken = () => take(pend(open(new Bench()), 40), 40);
    const pended = () => pend(open(new Bench()), 40);
    const registers = (state: number) => ({ registers: [{ intid: 40, state }] });

    expect(taken().entry(registers(A)).judge(lr017)).toBe('held');
    expect(pended().entry(registers(P)).judge(lr017)).toBe('held');
    expect(pend(taken(), 40).entry(registers(PA)).judge(lr017)).toBe('held');
    expect(taken().entry(registers(PA)).judge(lr017)).toBe('broken');
    expect(pended().entry(registers(A)).judge(lr017)).toBe('broken');
    expect(pend(taken(), 40).entry(registers(P)).judge(lr017)).toBe('broken');
    expect(taken().entry({}).judge(lr017)).toBe('not concerned');
  });

  it('GIC-LR-018: an edge is in one place', () => {
    const bench = () => pend(open(new Bench()), 40);
    const record = (flags: number) => ({
      registers: [pending(40)],
      entries: [inside(40, 0, 0x80, flags)],
    });

    expect(bench().entry(record(0)).judge(lr018)).toBe('held');
    expect(bench().entry(record(Latch)).judge(lr018)).toBe('broken');
    expect(pend(bench(), 40).entry(record(Latch)).judge(lr018)).toBe('held');
    expect(bench().entry(record(Level)).judge(lr018)).toBe('not concerned');
  });

  it('GIC-LR-019: others do not write them', () => {
    const before = { registers: [active(40), pending(41)] };
    const after = (...registers: RegisterShape[]) =>
      new Bench().entry(before).step(StepKind.Sgi, 1, {
        outside: true,
        registers,
        entries: [left(3)],
      });

    expect(after(active(40), pending(41)).judge(lr019)).toBe('held');
    expect(after({ ...active(40), state: 0 }, active(41)).judge(lr019)).toBe('held');
    expect(after(active(40), pending(42)).judge(lr019)).toBe('broken');
    expect(after({ ...active(40), state: PA }, pending(41)).judge(lr019)).toBe('broken');
    expect(new Bench().entry(before).entry({}).judge(lr019)).toBe('not concerned');
  });

  const was = () => pend(open(new Bench(3, 1)), 40).entry({ registers: [pending(40)] });

  it.each([
    ['GIC-LR-020', lr020],
    ['GIC-LR-021', lr021],
  ] as const)('%s: a request that is pushed out is kept', (_, requirement) => {
    const next = { registers: [pending(41)] };

    expect(
      was()
        .entry({ ...next, entries: [left(40)] })
        .judge(requirement),
    ).toBe('held');
    expect(
      was()
        .entry({ ...next, entries: [left(40, 0x80, 0)] })
        .judge(requirement),
    ).toBe('broken');
    expect(was().entry(next).judge(requirement)).toBe('broken');
    expect(
      was()
        .entry({ registers: [pending(40)] })
        .judge(requirement),
    ).toBe('not concerned');
  });

  it.each([
    ['GIC-LR-020', lr020],
    ['GIC-LR-021', lr021],
  ] as const)('%s: what is active is kept, until it is ended', (_, requirement) => {
    const taken = () => take(was(), 40);
    const next = { registers: [pending(41)] };

    expect(
      taken()
        .entry({ ...next, entries: [spilled(40)] })
        .judge(requirement),
    ).toBe('held');
    expect(
      taken()
        .entry({ ...next, entries: [left(40)] })
        .judge(requirement),
    ).toBe('broken');
    expect(finish(taken(), 40).entry(next).judge(requirement)).toBe('not concerned');
  });

  it('GIC-LR-020 is about list registers that are used again, GIC-LR-021 about all', () => {
    expect(was().entry({}).judge(lr020)).toBe('not concerned');
    expect(was().entry({}).judge(lr021)).toBe('broken');
  });

  it('GIC-LR-021 finds a request that has moved to another vCPU', () => {
    const moved = { vcpu: 1, entries: [left(40)] };

    expect(was().step(StepKind.Barrier, 0, moved).entry({}).judge(lr021)).toBe('held');
  });

  it('GIC-LR-022: withdrawn when the line fell', () => {
    const fallen = () => {
      const bench = open(new Bench(3, 1, { level: [40] }));
      const i = bench.account.interrupts;
      i.setLine(i.instance(40, 0), true);
      bench.entry({ registers: [pending(40)] });
      i.setLine(i.instance(40, 0), false);
      expect(i.has(Mark.LineFell, i.instance(40, 0))).toBe(true);
      return bench;
    };

    const kept = { registers: [pending(40)], entries: [inside(40, 0, 0x80, Level)] };

    expect(fallen().entry({}).judge(lr022)).toBe('held');
    expect(fallen().entry(kept).judge(lr022)).toBe('broken');
    expect(was().entry({}).judge(lr022)).toBe('not concerned');
  });
});
