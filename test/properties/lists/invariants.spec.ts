import { Register } from '../../../models/architecture/registers';
import { StepKind } from '../../../models/contract/encoded';
import type { EntryShape, RegisterShape } from './bench';
import { A, Active, Bench, GroupOn, inside, left, LRENPIE, NPIE, open, P, pend } from './bench';
import { Pending, Resident, SourcesLeft, UIE, Waiting } from './bench';
import hcr017 from '../../../properties/gic/hcr/GIC-HCR-017';
import hcr018 from '../../../properties/gic/hcr/GIC-HCR-018';
import hcr019 from '../../../properties/gic/hcr/GIC-HCR-019';
import inv003 from '../../../properties/gic/inv/GIC-INV-003';
import inv004 from '../../../properties/gic/inv/GIC-INV-004';
import inv015 from '../../../properties/gic/inv/GIC-INV-015';
import inv017 from '../../../properties/gic/inv/GIC-INV-017';

const pending = (intid: number, priority = 0x80) => ({ intid, state: P, priority });
const active = (intid: number, priority = 0x80) => ({ intid, state: A, priority });
const spilled = (intid: number) => left(intid, 0x80, Active);

function entered(...registers: RegisterShape[]): Bench {
  return new Bench().entry({ registers });
}

describe('maintenance interrupts for what is left outside', () => {
  const outside = (control: number, ...entries: EntryShape[]) =>
    new Bench().entry({ control, registers: [pending(40), pending(41)], entries });

  it('GIC-HCR-017: UIE or NPIE while something pending waits', () => {
    expect(outside(UIE, left(42)).judge(hcr017)).toBe('held');
    expect(outside(NPIE, left(42)).judge(hcr017)).toBe('held');
    expect(outside(LRENPIE, left(42)).judge(hcr017)).toBe('broken');
    expect(outside(NPIE & ~1, left(42)).judge(hcr017)).toBe('broken');
    expect(outside(1, spilled(42)).judge(hcr017)).toBe('not concerned');
  });

  it('GIC-HCR-017 and 018: the EOI bit of an SGI that stops the filling will do', () => {
    const registers = [{ intid: 3, state: A, priority: 0x40, eoi: 1 }];
    const entries = [inside(3, 0, 0x40, Active | SourcesLeft), left(42), left(43, 0x40)];
    const stopped = new Bench().entry({ registers, entries });

    expect(stopped.judge(hcr017)).toBe('not concerned');
    expect(stopped.judge(hcr018)).toBe('held');
  });

  it('GIC-HCR-018: something is armed, for spilled ones too', () => {
    expect(outside(UIE, left(42)).judge(hcr018)).toBe('held');
    expect(outside(LRENPIE, spilled(42)).judge(hcr018)).toBe('held');
    expect(outside(LRENPIE, left(42)).judge(hcr018)).toBe('broken');
    expect(outside(1, spilled(42)).judge(hcr018)).toBe('broken');
    expect(outside(1).judge(hcr018)).toBe('not concerned');
  });

  it('GIC-HCR-018: what waits comes in once everything was ended', () => {
    const acknowledged = (intid: number, ...registers: RegisterShape[]) => {
      const bench = pend(open(new Bench()), 42).entry({ registers, entries: [left(42)] });
      const { moment: m, account } = bench;
      m.step++;
      m.register = Register.ICC_IAR0_EL1;
      m.kind = StepKind.Acknowledge;
      m.isAcknowledge = true;
      m.lens = 0;
      m.acknowledged = intid;
      m.instance = intid === 1023 ? -1 : account.interrupts.instance(intid, 0);
      return bench.judge(hcr018);
    };

    expect(acknowledged(42)).toBe('held');
    expect(acknowledged(1023)).toBe('broken');
    expect(acknowledged(1023, active(40))).toBe('not concerned');
  });

  it('GIC-HCR-019: LRENPIE, and with EOImode 1 TDIR, for spilled ones', () => {
    const eoiMode1 = (control: number) => {
      const bench = outside(control, spilled(42));
      bench.account.interface(0, 0).eoiMode = 1;
      return bench;
    };

    expect(outside(LRENPIE, spilled(42)).judge(hcr019)).toBe('held');
    expect(outside(UIE, spilled(42)).judge(hcr019)).toBe('broken');
    expect(eoiMode1(LRENPIE | (1 << 14)).judge(hcr019)).toBe('held');
    expect(eoiMode1(LRENPIE).judge(hcr019)).toBe('broken');
    expect(outside(1, left(42)).judge(hcr019)).toBe('not concerned');
  });
});

describe('invariants over lists', () => {
  it('GIC-INV-003: one list register, one vCPU', () => {
    const here = { registers: [pending(40)], entries: [inside(40, 0)] };
    const there = (intid: number) => ({ vcpu: 1, entries: [left(intid)] });

    expect(new Bench().entry(there(41)).entry(here).judge(inv003)).toBe('held');
    expect(new Bench().entry(there(40)).entry(here).judge(inv003)).toBe('broken');
    expect(new Bench().step(StepKind.Barrier, 0, here, there(40)).judge(inv003)).toBe('broken');
    expect(entered(pending(3), pending(3)).judge(inv003)).toBe('broken');
    expect(entered(pending(3), pending(4)).judge(inv003)).toBe('held');
    expect(new Bench().entry({ entries: [left(3)] }).judge(inv003)).toBe('not concerned');
  });

  it('GIC-INV-004: no better one is left outside', () => {
    const record = (state: number, priority: number) => ({
      registers: [{ intid: 40, state, priority: 0x40 }],
      entries: [left(42, priority)],
    });

    expect(new Bench().entry(record(P, 0x40)).judge(inv004)).toBe('held');
    expect(new Bench().entry(record(P, 0x38)).judge(inv004)).toBe('broken');
    expect(new Bench().entry(record(A, 0x38)).judge(inv004)).toBe('not concerned');
    expect(entered(pending(40)).judge(inv004)).toBe('not concerned');
  });

  it('GIC-INV-004: GICv2 keeps five bits, and a group that is off does not count', () => {
    const registers = [pending(40, 0x40)];
    const masked = { ...left(42, 0x20), flags: left(42).flags & ~GroupOn };

    expect(new Bench(2).entry({ registers, entries: [left(42, 0x47)] }).judge(inv004)).toBe('held');
    expect(new Bench(2).entry({ registers, entries: [masked] }).judge(inv004)).toBe(
      'not concerned',
    );
  });

  it('GIC-INV-015: lists, flags and list registers agree', () => {
    const registers = [pending(40), pending(41)];
    const judged = (...entries: EntryShape[]) =>
      new Bench().entry({ registers, entries }).judge(inv015);
    const good = [inside(40, 0), inside(41, 1)];

    expect(judged(...good)).toBe('held');
    expect(judged(inside(40, 0))).toBe('broken');
    expect(judged(inside(40, 0), inside(40, 0))).toBe('broken');
    expect(judged(inside(41, 0), inside(40, 1))).toBe('broken');
    expect(judged(...good, left(42, 0x80, Waiting | Pending))).toBe('broken');
    expect(judged(...good, left(42, 0x80, Resident))).toBe('broken');
    expect(judged(...good, { ...left(42), waitingAt: 0 })).toBe('broken');
    expect(judged(...good, { intid: 42, flags: Waiting | Pending, waitingAt: 0 })).toBe('broken');
    expect(new Bench().entry({}).judge(inv015)).toBe('not concerned');
  });
});

describe('GIC-INV-017: after CPU_ON', () => {
  const on = () => {
    const bench = new Bench();
    bench.account.poweredOn = 1;
    bench.account.interface(0, 0).powerUp();
    return bench;
  };
  const verdict = (bench: Bench) => bench.judge(inv017);

  it('holds while list registers are tracked, and says nothing without CPU_ON', () => {
    const record = { registers: [pending(40)], entries: [inside(40, 0)] };

    expect(verdict(on().entry(record))).toBe('held');
    expect(verdict(on().entry({}))).toBe('held');
    expect(verdict(new Bench().entry(record))).toBe('not concerned');
  });

  it('breaks with a list register that is not tracked, or a claim without one', () => {
    expect(verdict(on().entry({ registers: [pending(40)] }))).toBe('broken');
    expect(verdict(on().entry({ registers: [pending(40)], entries: [inside(41, 0)] }))).toBe(
      'broken',
    );
    expect(verdict(on().entry({ entries: [inside(41, 0)] }))).toBe('broken');
  });

  it('still asks for idle priorities', () => {
    const bench = on().entry({});
    bench.moment.step++;
    bench.moment.register = Register.ICC_RPR_EL1;
    bench.moment.low = 0xff;
    expect(verdict(bench)).toBe('held');
    bench.moment.low = 0x40;
    expect(verdict(bench)).toBe('broken');
  });
});
