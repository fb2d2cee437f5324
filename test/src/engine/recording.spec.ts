import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc, test } from '@fast-check/jest';
import type { EncodedWorkload } from '../../../models/contract/encoded';
import type { Implementation } from '../../../models/contract/implementation';
import type { Machine } from '../../../models/contract/machine';
import { architecture } from '../../../models/architecture';
import { MAX_VCPUS } from '../../../models/contract/machine';
import { Trace } from '../../../models/contract/trace';
import type { Recording } from '../../../reports/schema/recording';
import { firstDifference } from '../../../src/engine/compare';
import { recordedTrace, recordedWorkloads, Recorder } from '../../../src/engine/recording';
import { Runner } from '../../../src/engine/runner';
import { mendable } from '../../../src/engine/variants';
import { InputError } from '../../../src/errors';
import { findImplementation } from '../../../src/targets/registry';
import { checkRecording } from '../../../src/validate';
import { workloads } from '../../../src/workload/arbitrary';
import { decode } from '../../../src/workload/decode';
import { encode } from '../../../src/workload/encode';
import { machine } from '../support';

const word = fc.integer({ min: -0x80000000, max: 0x7fffffff });

/** Any trace of so many steps. */
function anyTrace(length: number, { vcpus }: Machine): fc.Arbitrary<Trace> {
  const of = <T>(one: fc.Arbitrary<T>, count: number): fc.Arbitrary<T[]> =>
    fc.array(one, { minLength: count, maxLength: count });
  return fc
    .tuple(
      of(fc.integer({ min: 0, max: 5 }), length),
      of(word, length),
      of(word, length),
      of(fc.integer({ min: 0, max: 31 }), length * vcpus),
    )
    .map(([outcome, low, high, lines]) => {
      // With room for more than it holds.
      const trace = new Trace(length + 5);
      trace.reserve(length);
      trace.outcome.set(outcome);
      trace.low.set(low);
      trace.high.set(high);
      lines.forEach((one, n) => {
        trace.lines[Math.floor(n / vcpus) * MAX_VCPUS + (n % vcpus)] = one;
      });
      return trace;
    });
}

const recorded = fc
  .array(workloads({ maxSteps: 30, hostile: 4 }), { maxLength: 4 })
  .chain((given) =>
    fc.tuple(
      fc.constant(given),
      fc.array(fc.tuple(...given.map(({ steps, machine }) => anyTrace(steps.length, machine))), {
        maxLength: 3,
      }),
    ),
  );

describe('a recording', () => {
  test.prop([fc.nat(), recorded], { numRuns: 40 })(
    'gives back the workloads and what targets showed on them',
    (seed, [given, traces]) => {
      const recorder = new Recorder(seed);
      for (const workload of given) recorder.addWorkload(encode(workload));
      traces.forEach((shown, n) => recorder.addAnswers(`target:${n}`, [`QEMU ${n}`], shown));

      const text = JSON.stringify(recorder.recording());

      const recording = checkRecording(JSON.parse(text));
      const back = recordedWorkloads(recording);
      expect(recording.seed).toBe(seed);
      expect(back.map((workload) => decode(workload))).toEqual(given);
      expect(recording.answers.map(({ target, parts }) => [target, parts])).toEqual(
        traces.map((_, n) => [`target:${n}`, [`QEMU ${n}`]]),
      );
      recording.answers.forEach((answers, a) => {
        back.forEach((workload, n) => {
          const trace = recordedTrace(answers, n, workload);
          expect(trace.length).toBe(workload.length);
          // Values of skipped steps, too, which a comparison does not look at.
          for (const part of ['outcome', 'low', 'high'] as const) {
            expect([...trace[part].slice(0, workload.length)]).toEqual([
              ...traces[a][n][part].slice(0, workload.length),
            ]);
          }
          expect(firstDifference(trace, traces[a][n], 0, workload.machine.vcpus)).toBe(-1);
        });
      });
    },
  );

  it('keeps a machine once that many workloads have', () => {
    const recorder = new Recorder(1);
    const shared = machine(3);
    const empty: EncodedWorkload = {
      machine: shared,
      flavour: 'legal',
      steps: new Int32Array(80),
      length: 0,
    };

    for (let n = 0; n < 5; n++) recorder.addWorkload(empty);
    recorder.addWorkload({ ...empty, machine: machine(2) });

    const { machines, workloads: kept } = recorder.recording();
    expect(machines).toEqual([shared, machine(2)]);
    expect(kept.map((one) => one.machine)).toEqual([0, 0, 0, 0, 0, 1]);
  });

  it('is refused if it is none', () => {
    const good = new Recorder(1).recording();

    expect(() => checkRecording({ ...good, seed: undefined })).toThrow(InputError);
    expect(() => checkRecording({ ...good, format: 'lockstep-recording-2' })).toThrow(/format/);
  });
});

const folder = join(__dirname, '../../recordings');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

function load(name: string): { recording: Recording; given: EncodedWorkload[] } {
  const recording = checkRecording(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  return { recording, given: recordedWorkloads(recording) };
}

/** Workloads of which an implementation does not show what was recorded: number and step. */
function* differing(
  implementation: Implementation,
  answers: Recording['answers'][number],
  given: readonly EncodedWorkload[],
): Generator<string> {
  const runner = new Runner(implementation, []);
  for (const [n, workload] of given.entries()) {
    runner.execute(workload);
    const shown = recordedTrace(answers, n, workload);
    const step = firstDifference(shown, runner.trace, 0, workload.machine.vcpus);
    if (step >= 0) yield `workload ${n}, step ${step}`;
  }
}

/** Implementations that are known to show something else than a target, beside its mended twins. */
function othersThan(target: string): Implementation[] {
  if (target.startsWith('qemu:')) return [architecture];
  if (/^kvm:6\.(1|12|18)$/.test(target)) return [findImplementation('kvm:7.2').twin!];
  return target.startsWith('kvm:') ? [findImplementation('kvm:6.1').twin!] : [];
}

/** Workloads that tell most deviations; all would take long. */
const TELLING = 50;

it('has recordings to compare with', () => {
  expect(files).toContain('xen.json');
});

describe.each(files)('what real targets showed: %s', (file) => {
  const { recording, given } = load(file);

  it('has answers of at least one target to every workload', () => {
    expect(given.length).toBeGreaterThanOrEqual(50);
    expect(recording.answers.length).toBeGreaterThan(0);
    for (const { traces, parts } of recording.answers) {
      expect(traces).toHaveLength(given.length);
      expect(parts.length).toBeGreaterThan(0);
      expect(parts.join()).toMatch(/QEMU \d+\.\d+\.\d+/);
    }
  });

  it.each(recording.answers.map((answers) => [answers.target, answers] as const))(
    'is what the twin of %s shows',
    (target, answers) => {
      const { twin } = findImplementation(target);

      expect([...differing(twin!, answers, given)]).toEqual([]);
    },
  );

  it.each(recording.answers.map((answers) => [answers.target, answers] as const))(
    'is not what other models than that of %s show',
    (target, answers) => {
      const { twin } = findImplementation(target);
      const few = given.slice(0, TELLING);
      const isTold = (other: Implementation): boolean =>
        differing(other, answers, few).next().done !== true;

      const others = othersThan(target).filter(({ id }) => id !== twin!.id);
      expect(others.filter((other) => !isTold(other))).toEqual([]);
      // Some deviations need more luck than a recording has.
      const mended = mendable(twin!).map((id) => twin!.repaired!([id]));
      const told = mended.filter(isTold);
      expect(told.length).toBeGreaterThanOrEqual(Math.min(5, mended.length));
    },
  );
});
