import type { Implementation } from '../../../models/contract/implementation';
import type { Step } from '../../../models/contract/workload';
import type { Requirement } from '../../../properties/requirement';
import { architecture, Register } from '../../../models/architecture';
import { LINES, reading, writing } from '../../../properties/events';
import { Verdict } from '../../../properties/requirement';
import { Runner } from '../../../src/engine/runner';
import { encode } from '../../../src/workload/encode';
import { machine, openGicv3, workload } from '../support';

const READ: Step = { step: 'read', vcpu: 0, register: 'GICD_CTLR' };
const OTHER: Step = { step: 'read', vcpu: 0, register: 'GICD_TYPER' };
const WRITE: Step = { step: 'write', vcpu: 0, register: 'GICD_CTLR', value: '0x13' };
const BARRIER: Step = { step: 'barrier' };

/** An implementation with a hypervisor in it: effects are certain only after a barrier. */
const deferred: Implementation = {
  ...architecture,
  capabilities: { ...architecture.capabilities, immediate: false },
};

/** A requirement that notes the steps it is asked about. */
function noting(changes: Partial<Requirement>, verdict: (step: number) => Verdict) {
  const asked: number[] = [];
  const requirement: Requirement = {
    id: 'TEST-001',
    title: 'A requirement of this test',
    source: 'this test',
    applies: { gic: [2, 3] },
    strength: 'between-barriers',
    on: reading(Register.GICD_CTLR),
    check(m) {
      asked.push(m.step);
      return verdict(m.step);
    },
    ...changes,
  };
  return { asked, requirement };
}

const held = (): Verdict => Verdict.Held;

function judge(requirement: Requirement, steps: Step[], implementation = architecture, gic = 3) {
  const runner = new Runner(implementation, [requirement]);
  const judged = runner.run(encode(workload(machine(gic as 2 | 3), steps)));
  return {
    exercised: runner.tally.exercised[0],
    broken: runner.tally.broken[0],
    brokenAt: judged.brokenAt[0],
    brokenNow: [...judged.brokenNow],
  };
}

describe('Judge', () => {
  it('asks a requirement about its events only', () => {
    const { asked, requirement } = noting({}, held);

    const result = judge(requirement, [OTHER, READ, WRITE, READ, OTHER]);

    expect(asked).toEqual([1, 3]);
    expect(result).toEqual({ exercised: 2, broken: 0, brokenAt: -1, brokenNow: [] });
  });

  it('tells writes from reads', () => {
    const { asked, requirement } = noting({ on: writing(Register.GICD_CTLR) }, held);

    judge(requirement, [READ, WRITE, OTHER, WRITE]);

    expect(asked).toEqual([1, 3]);
  });

  it('asks once although an event is named twice', () => {
    const twice = [...reading(Register.GICD_CTLR), ...reading(Register.GICD_CTLR)];
    const { asked, requirement } = noting({ on: twice }, held);

    judge(requirement, [READ]);

    expect(asked).toEqual([0]);
  });

  it('counts what was exercised and what broke, and keeps the first step that broke', () => {
    const verdicts = [Verdict.NotConcerned, Verdict.Held, Verdict.Broken, Verdict.Broken];
    const { requirement } = noting({}, (step) => verdicts[step]);

    const result = judge(requirement, [READ, READ, READ, READ]);

    expect(result).toEqual({ exercised: 3, broken: 2, brokenAt: 2, brokenNow: [0] });
  });

  it('starts anew with every workload, but goes on counting', () => {
    const verdicts = [Verdict.Broken, Verdict.Held];
    let call = 0;
    const { requirement } = noting({}, () => verdicts[call++]);
    const runner = new Runner(architecture, [requirement]);
    const encoded = encode(workload(machine(3), [READ]));

    const first = runner.run(encoded).brokenNow.length;
    const firstBroken = runner.firstBroken(encoded);
    const second = runner.run(encoded).brokenNow.length;

    expect([first, firstBroken, second]).toEqual([1, 0, 0]);
    expect(runner.firstBroken(encoded)).toBe(Infinity);
    expect(runner.tally.exercised[0]).toBe(2);
    expect(runner.tally.broken[0]).toBe(1);
  });

  it('asks after-barrier requirements only while everything is certain', () => {
    const steps = [READ, BARRIER, READ, OTHER, READ, WRITE, READ, BARRIER, READ];
    const weak = noting({ strength: 'after-barrier' }, held);
    const strong = noting({ strength: 'between-barriers' }, held);

    judge(weak.requirement, steps, deferred);
    judge(strong.requirement, steps, deferred);

    expect(weak.asked).toEqual([2, 4, 8]);
    expect(strong.asked).toEqual([0, 2, 4, 6, 8]);
  });

  it('needs no barriers where effects are immediate', () => {
    const { asked, requirement } = noting({ strength: 'after-barrier' }, held);

    judge(requirement, [READ, WRITE, READ]);

    expect(asked).toEqual([0, 2]);
  });

  it('does not ask about steps that were skipped', () => {
    const off: Step = { step: 'cpu-off', vcpu: 0 };
    const { asked, requirement } = noting({}, held);

    judge(requirement, [READ, off, READ]);

    expect(asked).toEqual([0]);
  });

  it('asks about accesses that failed only those that want them', () => {
    const trap: Step = { step: 'write', vcpu: 0, register: 'ICH_HCR_EL2', value: '0x400' };
    const pmr: Step = { step: 'read', vcpu: 0, register: 'ICV_PMR_EL1' };
    const on = reading(Register.ICV_PMR_EL1);
    const usual = noting({ on }, held);
    const all = noting({ on, allOutcomes: true }, held);

    judge(usual.requirement, [pmr, trap, pmr]);
    judge(all.requirement, [pmr, trap, pmr]);

    expect(usual.asked).toEqual([0]);
    expect(all.asked).toEqual([0, 2]);
  });

  it('asks about lines when they moved', () => {
    const seen: number[] = [];
    const { requirement } = noting({ on: [LINES] }, held);
    requirement.check = (m) => {
      if (m.linesOf === 0) seen.push(m.lines);
      return Verdict.Held;
    };

    judge(requirement, [...openGicv3, { step: 'raise', intid: 40 }]);

    expect(seen[seen.length - 1]).toBe(1);
    expect(seen.slice(0, -1)).not.toContain(1);
  });

  it.each<[string, Partial<Requirement>, Partial<Implementation['capabilities']>, number]>([
    ['is of another GIC version', { applies: { gic: [2] } }, {}, 3],
    ['needs both groups', { applies: { gic: [3], groups: true } }, { groups: false }, 3],
    ['needs power', { applies: { gic: [3], power: true } }, { power: false }, 3],
    ['needs lines', { applies: { gic: [3], lines: true } }, { lines: false }, 3],
    [
      'needs list registers',
      { applies: { gic: [2], listRegisterInterface: true } },
      { listRegisterInterface: false },
      2,
    ],
  ])('does not ask a requirement that %s', (_, changes, capabilities, gic) => {
    const { asked, requirement } = noting(changes, held);
    const implementation = {
      ...architecture,
      capabilities: { ...architecture.capabilities, ...capabilities },
    };

    judge(requirement, [READ], implementation, gic);

    expect(asked).toEqual([]);
  });
});
