import { fc, test } from '@fast-check/jest';
import type { Step, Workload } from '../../../models/contract/workload';
import { allRequirements } from '../../../properties';
import { breaks } from '../../../src/engine/runner';
import { allFaults, faulty } from '../../../src/faults';
import { checkWorkload } from '../../../src/validate';
import { workloads } from '../../../src/workload/arbitrary';
import { encode } from '../../../src/workload/encode';
import { minimise, shrinkCandidates } from '../../../src/workload/shrink';
import { machine, workload } from '../support';

const small = workloads({ maxSteps: 24, hostile: 4 });

function bits(step: Step): number {
  const value = 'value' in step ? BigInt(step.value) : 0n;
  return value.toString(2).replaceAll('0', '').length;
}

/** What a user has to read; nothing of it may grow. */
function sizes({ machine, steps }: Workload): number[] {
  return [
    steps.length,
    steps.reduce((sum, step) => sum + bits(step), 0),
    steps.reduce((sum, step) => sum + (('vcpu' in step ? step.vcpu : 0) ?? 0), 0),
    machine.vcpus,
    machine.listRegisters,
    machine.priorityBits,
    machine.preemptionBits,
    machine.spis,
    machine.level.length,
    machine.hardware.length,
  ];
}

const RAISE: Step = { step: 'raise', intid: 40 };
const READ: Step = { step: 'read', vcpu: 0, register: 'GICD_ISPENDR1' };

/** Shows a raise of INTID 40, and later, whatever lies between, a read of its pending bit. */
function showsCore({ steps }: Workload): boolean {
  const raised = steps.findIndex((step) => step.step === 'raise' && step.intid === 40);
  return (
    raised >= 0 &&
    steps.slice(raised).some((s) => s.step === 'read' && s.register === 'GICD_ISPENDR1')
  );
}

/** Workloads with the core in it, at any two places. */
const withCore = fc.tuple(small, fc.nat(), fc.nat()).map(([given, first, second]) => {
  const { steps } = given;
  const [from, to] = [first % steps.length, second % steps.length].sort((a, b) => a - b);
  const mixed = [
    ...steps.slice(0, from),
    RAISE,
    ...steps.slice(from, to),
    READ,
    ...steps.slice(to),
  ];
  return { ...given, steps: mixed };
});

describe('shrinkCandidates', () => {
  test.prop([small], { numRuns: 6 })('gives other workloads, none larger', (given) => {
    const before = sizes(given);
    const text = JSON.stringify(given);

    let count = 0;
    for (const candidate of shrinkCandidates(given)) {
      if (count++ % 7 !== 0) continue;
      expect(() => encode(checkWorkload(candidate))).not.toThrow();
      expect(sizes(candidate).filter((size, n) => size > before[n])).toEqual([]);
      expect(JSON.stringify(candidate)).not.toBe(text);
    }

    expect(count).toBeGreaterThan(given.steps.length);
    expect(JSON.stringify(given)).toBe(text);
  });

  it('ends: the smallest workload has no candidates', () => {
    const smallest = workload(machine(2, { vcpus: 1, listRegisters: 1, oneOfN: false }), []);

    expect([...shrinkCandidates(smallest)]).toEqual([]);
  });
});

describe('minimise', () => {
  test.prop([withCore], { numRuns: 6 })('finds a known core of two steps', (given) => {
    const minimal = minimise(given, showsCore);

    expect(showsCore(minimal)).toBe(true);
    expect(minimal.steps).toEqual([RAISE, READ]);
    expect(minimal.machine).toMatchObject({ vcpus: 1, listRegisters: 1, spis: 32, level: [] });
    expect(minimise(minimal, showsCore)).toEqual(minimal);
  });

  test.prop([withCore], { numRuns: 3 })('needs nothing but the text of a workload', (given) => {
    const fromFile = checkWorkload(JSON.parse(JSON.stringify(given)));

    expect(minimise(fromFile, showsCore)).toEqual(minimise(given, showsCore));
  });

  it('keeps within its limit of tries', () => {
    const [given] = fc.sample(withCore, { numRuns: 1, seed: 5 });
    let tries = 0;

    const smaller = minimise(given, (candidate) => ++tries > 0 && showsCore(candidate), 10);

    expect(tries).toBeLessThanOrEqual(11);
    expect(showsCore(smaller)).toBe(true);
  });

  it('leaves a workload alone of which nothing can go', () => {
    const [given] = fc.sample(small, { numRuns: 1, seed: 6 });

    expect(minimise(given, () => false)).toEqual(given);
  });

  it('finds the one step that shows a real fault', () => {
    const fault = allFaults().find(({ id }) => id === 'rpr-idle-reads-zero')!;
    const implementation = faulty(fault);
    const requirements = allRequirements().filter(({ id }) => fault.caughtBy.includes(id));
    const fails = (w: Workload): boolean => breaks(implementation, requirements, w).length > 0;
    const samples = fc.sample(workloads({ maxSteps: 60, hostile: 0 }), { numRuns: 60, seed: 3 });

    const minimal = minimise(samples.find(fails)!, fails);

    expect(minimal.steps).toHaveLength(1);
    expect(minimal.steps[0]).toMatchObject({ step: 'read' });
    expect((minimal.steps[0] as { register: string }).register).toMatch(/_RPR/);
  });
});

describe('workloads()', () => {
  it('shrinks a workload that fast-check did not make', () => {
    const [given] = fc.sample(withCore, { numRuns: 1, seed: 7 });
    const property = fc.property(small, (candidate) => !showsCore(candidate));

    const result = fc.check(property, { examples: [[given]], numRuns: 1 });

    expect(small.canShrinkWithoutContext(given)).toBe(true);
    expect(result.failed).toBe(true);
    expect(result.counterexample?.[0].steps).toEqual([RAISE, READ]);
  });

  it('gives the same workloads for the same seed', () => {
    const sample = (seed: number): Workload[] => fc.sample(small, { numRuns: 3, seed });

    expect(sample(1)).toEqual(sample(1));
    expect(sample(1)).not.toEqual(sample(2));
  });
});
