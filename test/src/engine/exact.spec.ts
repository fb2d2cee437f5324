import type { ExactOptions, ExactProgress } from '../../../src/engine/exact';
import { exactGenerator, Exactness } from '../../../src/engine/exact';
import { ExactFindings } from '../../../src/engine/exact-findings';
import { Runner } from '../../../src/engine/runner';
import { firstDifference } from '../../../src/engine/compare';
import type { Implementation, System } from '../../../models/contract/implementation';
import { checkFinding } from '../../../src/validate';
import type { MadeUp } from './remotes';
import { death, madeUp, settle, twin } from './remotes';

function options({ implementation }: MadeUp, changes: Partial<ExactOptions> = {}): ExactOptions {
  return {
    target: implementation,
    seed: 7,
    runs: 30,
    steps: 60,
    hostile: 0,
    gic: [2, 3],
    lanes: 2,
    ...changes,
  };
}

/** Deviation that nearly every workload shows, once mended. */
const mended = twin().repaired!(['DIFF-01']);

/** Workloads on which two models differ, of those that options make. */
function differing(given: ExactOptions, a = twin(), b = mended): number[] {
  const generator = exactGenerator(given);
  const [left, right] = [new Runner(a, []), new Runner(b, [])];
  const found: number[] = [];
  for (let index = 0; index < given.runs!; index++) {
    const workload = generator.newWorkload();
    generator.generate(0, index, workload);
    left.execute(workload);
    right.execute(workload);
    const step = firstDifference(left.trace, right.trace, 0, workload.machine.vcpus);
    if (step >= 0) found.push(index);
  }
  return found;
}

describe('comparing a target with its twin', () => {
  it('finds all equal where it is as its twin', async () => {
    const made = madeUp();
    const seen: ExactProgress[] = [];
    const given = options(made, { onProgress: (progress) => seen.push(progress) });

    const result = await new Exactness(given).run();

    expect(result).toMatchObject({ workloads: 30, equal: 30, interrupted: false });
    expect(result).toMatchObject({ differing: [], deaths: [], steps: 30 * 60 });
    expect(result.acknowledged).toBeGreaterThan(10);
    const kinds = Object.values(result.kinds).reduce((sum, count) => sum + count, 0);
    expect(kinds).toBe(result.steps);
    expect(made.log).toMatchObject({ opened: 2, closed: 2, runs: 30, most: 2, late: 0 });
    expect(seen.map(({ workloads }) => workloads)).toEqual(
      Array.from({ length: 30 }, (_, n) => n + 1),
    );
  });

  it.each([2, 3] as const)('makes workloads of GICv%i if only those are asked for', (gic) => {
    const generator = exactGenerator(options(madeUp(), { gic: [gic] }));

    expect(new Set(generator.machines.flat().map((machine) => machine.gic))).toEqual(
      new Set([gic]),
    );
  });

  it('makes workloads of the length asked for', () => {
    const generator = exactGenerator(options(madeUp(), { steps: 33 }));
    const workload = generator.newWorkload();

    for (let index = 0; index < 20; index++) {
      generator.generate(0, index, workload);
      expect(workload.length).toBe(33);
    }
  });

  it('finds each workload on which it is not as its twin', async () => {
    const made = madeUp(twin(), { shows: mended });
    const given = options(made);

    const result = await new Exactness(given).run();

    const expected = differing(given);
    expect(expected.length).toBeGreaterThan(1);
    expect(expected.length).toBeLessThan(30);
    expect(result.differing.map(({ index }) => index)).toEqual(expected);
    expect(result.equal).toBe(30 - expected.length);
    // Run again on a target of its own each, all of which are closed.
    expect(result.differing.every(({ again }) => again === 'same')).toBe(true);
    expect(made.log).toMatchObject({ opened: 2 + expected.length, late: 0 });
    expect(made.log.closed).toBe(made.log.opened);
  });

  it('tells a target that does not show the same again', async () => {
    const made = madeUp();
    let first = true;
    const { open, ...rest } = made.implementation;
    const implementation = {
      ...rest,
      // The first one opened deviates.
      open: () => {
        const remote = (first ? madeUp(twin(), { shows: mended }).implementation.open! : open!)();
        first = false;
        return remote;
      },
    };
    const given = options({ ...made, implementation }, { lanes: 1 });

    const result = await new Exactness(given).run();

    expect(result.differing.map(({ index }) => index)).toEqual(differing(given));
    expect(new Set(result.differing.map(({ again }) => again))).toEqual(new Set(['as the twin']));
  });

  it('counts deaths, and goes on', async () => {
    const made = madeUp(twin(), { mishap: (_, nth) => (nth % 10 === 4 ? death() : undefined) });

    const result = await new Exactness(options(made, { lanes: 1 })).run();

    expect(result).toMatchObject({ workloads: 30, equal: 27, differing: [] });
    expect(result.deaths.map(({ index }) => index)).toEqual([4, 14, 24]);
    expect(result.deaths[0].died.message).toBe('real exited (status 1):\nAssertion failed');
  });

  it('rejects what is a fault of ours, with the targets closed', async () => {
    const fault = new Error('a fault of ours');
    const made = madeUp(twin(), { mishap: (_, nth) => (nth === 5 ? fault : undefined) });

    await expect(new Exactness(options(made)).run()).rejects.toBe(fault);

    await settle();
    expect(made.log).toMatchObject({ opened: 2, closed: 2, running: 0, late: 0 });
  });

  it('stops when told, and keeps what was done', async () => {
    const stop = new AbortController();
    const made = madeUp();
    const given = options(made, {
      runs: undefined,
      seconds: 60,
      signal: stop.signal,
      onProgress: ({ workloads }) => workloads === 6 && stop.abort(),
    });

    const result = await new Exactness(given).run();

    expect(result.interrupted).toBe(true);
    expect(result.workloads).toBeGreaterThanOrEqual(6);
    expect(result.workloads).toBeLessThan(15);
    expect(result.equal).toBe(result.workloads);
    expect(made.log).toMatchObject({ opened: 2, closed: 2, running: 0, late: 0 });
  });

  it('stops after its seconds', async () => {
    const result = await new Exactness(options(madeUp(), { runs: undefined, seconds: 0.05 })).run();

    expect(result.interrupted).toBe(false);
    expect(result.workloads).toBeGreaterThan(0);
    expect(result.seconds).toBeGreaterThanOrEqual(0.05);
  });
});

/** A KVM that believes after every workload that SPI 40 has another priority. */
function forgetful(): Implementation {
  const kvm = twin('kvm:7.2');
  const create: Implementation['create'] = (machine) => {
    const system: System = kvm.create(machine);
    const describeState = system.describeState!.bind(system);
    system.describeState = () => {
      const state = describeState()!;
      state.interrupts.find(({ intid }) => intid === 40)!.priority ^= 0x80;
      return state;
    };
    return system;
  };
  return { ...kvm, create };
}

describe('comparing what is kept per interrupt', () => {
  const open = { state: true };

  it('finds all equal where the target is as its twin', async () => {
    const result = await new Exactness(options(madeUp(twin('kvm:7.2')), { open })).run();

    expect(result).toMatchObject({ equal: 30, differing: [] });
  });

  it('finds what no step shows, in words', async () => {
    const made = madeUp(twin('kvm:7.2'), { shows: forgetful() });

    const result = await new Exactness(options(made, { open, runs: 3 })).run();

    expect(result.equal).toBe(0);
    for (const { step, state, again } of result.differing) {
      expect({ step, again }).toEqual({ step: 59, again: 'same' });
      expect(state).toHaveLength(1);
      expect(state[0]).toMatch(/^SPI 40: priority is \d+, in the model \d+$/);
    }
  });

  it('is not done unless asked for', async () => {
    const made = madeUp(twin('kvm:7.2'), { shows: forgetful() });

    const result = await new Exactness(options(made, { runs: 3 })).run();

    expect(result).toMatchObject({ equal: 3, differing: [] });
  });

  it('makes a finding of it, shrunk', async () => {
    const given = options(madeUp(twin('kvm:7.2'), { shows: forgetful() }), { open, runs: 1 });
    const { differing: found } = await new Exactness(given).run();
    const maker = new ExactFindings(given, 'out');

    const finding = checkFinding(await maker.ofDifference(found[0], true));
    await maker.close();

    expect(finding.workload.steps.length).toBeLessThanOrEqual(1);
    expect(finding.title).toMatch(
      /^real:kvm:7.2 and its model do not keep the same after the last step: SPI 40: priority is 128, in the model 0 /,
    );
  });
});

describe('comparing a target that is saved and restored half-way', () => {
  const kvm = twin('kvm:7.2');
  /** Its restoring is forgotten. */
  const stays: Implementation = {
    ...kvm,
    create: (machine) => Object.assign(kvm.create(machine), { migrate: () => undefined }),
  };
  const open = { state: true, migrates: true };

  it('finds all equal where its twin is, too', async () => {
    const result = await new Exactness(options(madeUp(kvm), { open })).run();

    expect(result).toMatchObject({ equal: 30, differing: [] });
  });

  it('finds where it is not what it was', async () => {
    const given = options(madeUp(kvm, { shows: stays }), { open });
    const result = await new Exactness(given).run();

    expect(result.differing.length).toBeGreaterThan(2);
    const maker = new ExactFindings(given, 'out');
    const finding = await maker.ofDifference(result.differing[0], false);
    await maker.close();
    expect(finding.replay).toContain('.json --white-box --migrate --impl real:kvm:7.2 --impl ');
  });
});

describe('a finding about a target and its twin', () => {
  it('is a minimal workload on which they differ, with a command', async () => {
    const made = madeUp(twin(), { shows: mended });
    const given = options(made);
    const { differing: found } = await new Exactness(given).run();
    const maker = new ExactFindings(given, 'out');

    const finding = checkFinding(await maker.ofDifference(found[0], true));
    await maker.close();

    const { id, workload, step, traces, origin } = finding;
    expect(finding).toMatchObject({ kind: 'difference', hits: 1 });
    expect(origin).toEqual({ seed: 7, shard: 0, index: found[0].index });
    expect(workload.steps.length).toBeLessThanOrEqual(12);
    expect(step).toBe(workload.steps.length - 1);
    expect(traces.map(({ implementation }) => implementation)).toEqual([
      'real:xen:4.20',
      'twin:xen:4.20',
    ]);
    const [real, model] = traces.map(({ observations }) => observations[step]);
    expect(real).not.toEqual(model);
    expect(finding.replay).toBe(
      `lockstep replay out/${id}.json --impl real:xen:4.20 --impl twin:xen:4.20`,
    );
    expect(made.log.closed).toBe(made.log.opened);
  });

  it('is the workload itself where nothing is to be shrunk', async () => {
    const given = options(madeUp(twin(), { shows: mended }));
    const { differing: found } = await new Exactness(given).run();
    const maker = new ExactFindings(given, 'out');

    const finding = await maker.ofDifference(found[0], false);
    await maker.close();

    expect(finding.workload.steps).toHaveLength(60);
    expect(finding.step).toBe(found[0].step);
  });
});
