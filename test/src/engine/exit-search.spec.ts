import { fc, test } from '@fast-check/jest';
import type { EncodedWorkload } from '../../../models/contract/encoded';
import type { Implementation } from '../../../models/contract/implementation';
import { KIND, StepKind, STRIDE, VCPU } from '../../../models/contract/encoded';
import { MAX_VCPUS } from '../../../models/contract/machine';
import { Trace } from '../../../models/contract/trace';
import { AsTwin } from '../../../src/engine/as-twin';
import { firstDifference } from '../../../src/engine/compare';
import { Executor } from '../../../src/engine/execute';
import { findImplementation } from '../../../src/targets/registry';
import { workloads } from '../../../src/workload/arbitrary';
import { encode } from '../../../src/workload/encode';

const ids = ['free:xen:4.20', 'free:kvm:6.1', 'free:kvm:7.2'];

/** What a model shows of a workload. */
function shows(model: Implementation, workload: EncodedWorkload): Trace {
  const trace = new Trace(1);
  new Executor(workload.machine).run(model.create(workload.machine), workload, trace);
  return trace;
}

/**
 * What a free-running model shows of a workload when the vCPU that acts happens to exit before some of
 * its steps.
 */
function showsWithExits(model: Implementation, given: EncodedWorkload, before: number[]): Trace {
  const rows: number[] = [];
  const steps: number[] = [];
  for (let n = 0; n < given.length; n++) {
    const step = [...given.steps.subarray(n * STRIDE, (n + 1) * STRIDE)];
    if (before.includes(n) && step[KIND] <= StepKind.CpuOn) {
      const exit = new Array<number>(STRIDE).fill(0);
      exit[KIND] = StepKind.Exit;
      exit[VCPU] = step[VCPU];
      steps.push(...exit);
    }
    rows.push(steps.length / STRIDE);
    steps.push(...step);
  }
  const length = steps.length / STRIDE;
  const all = shows(model, { ...given, steps: Int32Array.from(steps), length });
  const trace = new Trace(1);
  trace.reserve(given.length);
  rows.forEach((row, n) => {
    trace.outcome[n] = all.outcome[row];
    trace.low[n] = all.low[row];
    trace.high[n] = all.high[row];
    const lines = all.lines.subarray(row * MAX_VCPUS, (row + 1) * MAX_VCPUS);
    trace.lines.set(lines, n * MAX_VCPUS);
  });
  return trace;
}

describe.each(ids)('what %s shows', (id) => {
  const target = findImplementation(id);
  const twin = target.twin!;
  const drawn = { offered: twin.capabilities, maxSteps: 60, hostile: 0 };

  test.prop([workloads(drawn)], { numRuns: 30 })(
    'is allowed if the twin shows it, and no exits are needed',
    (given) => {
      const against = new AsTwin(target, {});
      const encoded = encode(given);

      expect(against.unlike(encoded, shows(twin, encoded))).toBeUndefined();
      expect(against.exits).toEqual([]);
    },
  );

  test.prop([workloads(drawn), fc.array(fc.nat(59), { maxLength: 2 })], { numRuns: 40 })(
    'is allowed if the twin shows it with exits at other places',
    (given, before) => {
      const against = new AsTwin(target, {});
      const encoded = encode(given);
      const shown = showsWithExits(twin, encoded, before);

      expect(against.unlike(encoded, shown)).toBeUndefined();

      const plain = firstDifference(shows(twin, encoded), shown, 0, given.machine.vcpus);
      expect(against.exits.length > 0).toBe(plain >= 0);
    },
  );

  it('is not allowed where no exits explain it', () => {
    const against = new AsTwin(target, {});
    const samples = fc.sample(workloads(drawn), { numRuns: 40, seed: 5 });
    const wrong = samples.map((given) => {
      const encoded = encode(given);
      const shown = shows(twin, encoded);
      const values = [...shown.outcome.subarray(0, shown.length).keys()];
      const at = values.findLast((n) => shown.outcome[n] === 1);
      if (at === undefined) return undefined;
      // No register of these holds that.
      shown.low[at] ^= 0x20000000;
      return { at, found: against.unlike(encoded, shown)?.step };
    });

    const changed = wrong.filter((one) => one !== undefined);
    expect(changed.length).toBeGreaterThan(20);
    for (const { at, found } of changed) expect(found).toBe(at);
  });
});

it('what a free-running implementation shows can need exits', () => {
  const target = findImplementation('free:xen:4.20');
  const twin = target.twin!;
  const drawn = { offered: twin.capabilities, maxSteps: 80, hostile: 0 };
  const against = new AsTwin(target, {});

  // The first workload, and step, at which one exit changes what is seen.
  for (const given of fc.sample(workloads(drawn), { numRuns: 20, seed: 4 })) {
    const encoded = encode(given);
    const plain = shows(twin, encoded);
    for (let n = 0; n < encoded.length; n++) {
      const shown = showsWithExits(twin, encoded, [n]);
      if (firstDifference(plain, shown, 0, given.machine.vcpus) < 0) continue;
      expect(against.unlike(encoded, shown)).toBeUndefined();
      expect(against.exits).toHaveLength(1);
      return;
    }
  }
  throw new Error('no exit changes anything');
});

it('an implementation that is not free-running shows what its twin shows, exits or not', () => {
  const exact = findImplementation('xen:4.20');
  const free = findImplementation('free:xen:4.20');
  const drawn = { offered: exact.capabilities, maxSteps: 100, hostile: 0 };
  const samples = fc.sample(workloads(drawn), { numRuns: 60, seed: 9 });

  const differing = samples.filter((given) => {
    const encoded = encode(given);
    const shown = shows(free.twin!, encoded);
    return new AsTwin(exact, {}).unlike(encoded, shown) !== undefined;
  });

  expect(differing.length).toBeGreaterThan(0);
});
