import { fc, test } from '@fast-check/jest';
import type { Capabilities } from '../../../models/contract/implementation';
import type { Step, Workload } from '../../../models/contract/workload';
import { machineProblem } from '../../../models/contract/machine';
import { architecture } from '../../../models/architecture';
import { checkWorkload } from '../../../src/validate';
import { actions } from '../../../src/workload/actions';
import { decode } from '../../../src/workload/decode';
import { stepNames } from '../../../src/workload/names';
import type { GeneratorOptions } from '../../../src/workload/generator';
import { Generator } from '../../../src/workload/generator';

const everything = architecture.capabilities;
const seeds = fc.integer({ min: 0, max: 0x7fffffff });

function options(changes: Partial<GeneratorOptions> = {}): GeneratorOptions {
  return { offers: [everything], maxSteps: 80, hostile: 4, ...changes };
}

function make(generator: Generator, shard: number, index: number): Workload {
  const encoded = generator.newWorkload();
  generator.generate(shard, index, encoded);
  return decode(encoded);
}

function* many(count: number, changes: Partial<GeneratorOptions> = {}, seed = 1) {
  const generator = new Generator(seed, options(changes));
  for (let index = 0; index < count; index++) yield make(generator, 0, index);
}

function stepsOf(count: number, offered: Partial<Capabilities>): Step[] {
  return [...many(count, { offers: [{ ...everything, ...offered }] })].flatMap(
    ({ steps }) => steps,
  );
}

const names = (steps: readonly Step[]): Set<string> => new Set(steps.map(({ step }) => step));

describe('Generator', () => {
  test.prop([seeds, fc.nat(1000), fc.nat(1_000_000)], { numRuns: 20 })(
    'names a workload by seed, shard and index, whatever was made before',
    (seed, shard, index) => {
      const generator = new Generator(seed, options());
      make(generator, 3, 5);
      const first = make(generator, shard, index);

      expect(make(new Generator(seed, options()), shard, index)).toEqual(first);
      expect(make(generator, shard, index + 1)).not.toEqual(first);
      expect(make(generator, shard + 1, index)).not.toEqual(first);
      expect(make(new Generator(seed ^ 1, options()), shard, index)).not.toEqual(first);
    },
  );

  it('makes workloads that follow the published schema, on machines that make sense', () => {
    for (const workload of many(150)) {
      expect(() => checkWorkload(JSON.parse(JSON.stringify(workload)))).not.toThrow();
      expect(machineProblem(workload.machine)).toBeUndefined();
      expect(workload.steps.length).toBeGreaterThanOrEqual(20);
      expect(workload.steps.length).toBeLessThanOrEqual(80);
    }
  });

  it('reaches every action and every kind of step', () => {
    const spies = actions.map((action) => jest.spyOn(action, 'run'));
    const kinds = new Set<string>();

    for (const { steps } of many(400, { maxSteps: 120 })) {
      for (const { step } of steps) kinds.add(step);
    }

    const unreached = actions.filter((_, n) => spies[n].mock.calls.length === 0);
    for (const spy of spies) spy.mockRestore();
    expect(unreached.map(({ name }) => name)).toEqual([]);
    expect([...kinds].sort()).toEqual([...stepNames].sort());
  });

  it('makes as many hostile workloads as asked for', () => {
    const hostile = (of16: number): number =>
      [...many(200, { hostile: of16, maxSteps: 20 })].filter((w) => w.flavour === 'hostile').length;

    expect(hostile(0)).toBe(0);
    expect(hostile(16)).toBe(200);
    expect(hostile(8)).toBeGreaterThan(60);
    expect(hostile(8)).toBeLessThan(140);
  });

  it('keeps raw accesses out of legal workloads', () => {
    for (const { flavour, steps } of many(300)) {
      if (flavour === 'hostile') continue;
      expect(steps.filter(({ step }) => step.startsWith('raw-'))).toEqual([]);
    }
  });

  it('uses different subsets of the step kinds', () => {
    const kinds = [...many(60)].map(({ steps }) => [...names(steps)].sort().join());

    expect(new Set(kinds).size).toBeGreaterThan(30);
  });

  it('leaves the list-register interface alone where it is not offered', () => {
    const steps = stepsOf(150, { listRegisterInterface: false });

    const virtual = steps.filter(
      (step) =>
        ('register' in step && /^(GICV|GICH|ICV|ICH)_/.test(step.register)) ||
        ('interface' in step && step.interface === 'virtual') ||
        step.step === 'list-register' ||
        step.step === 'restore',
    );
    expect(virtual).toEqual([]);
    expect(names(steps)).toContain('acknowledge');
  });

  it('switches nothing off where power is not offered', () => {
    const steps = stepsOf(150, { power: false });

    expect(names(steps)).not.toContain('cpu-off');
    expect(names(steps)).not.toContain('cpu-on');
  });

  it.each([2, 3] as const)('makes machines of GICv%i only if no other is offered', (gic) => {
    for (const { machine } of many(50, { offers: [{ ...everything, gic: [gic] }] })) {
      expect(machine.gic).toBe(gic);
    }
  });

  it('sets barriers often only where effects are not immediate', () => {
    const barriers = (immediate: boolean): number =>
      stepsOf(40, { immediate }).filter(({ step }) => step === 'barrier').length;

    expect(barriers(false)).toBeGreaterThan(5 * barriers(true));
  });
});
