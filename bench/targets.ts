import { availableParallelism } from 'node:os';
import type { EncodedWorkload } from '../models/contract/encoded';
import { Trace } from '../models/contract/trace';
import { missingParts, notRun } from '../src/targets/installed';
import { targetProfiles } from '../src/targets/profiles';
import type { Target, TargetProfile } from '../src/targets/target';
import { Generator } from '../src/workload/generator';

/** Steps of each workload. */
const STEPS = 300;
/** How long each target is measured. */
const SECONDS = 8;
/** Workloads before that: everything that runs often has been translated by then. */
const WARM_UP = 20;

interface Rates {
  bootSeconds: number;
  /** Over all lanes. */
  workloads: number;
  steps: number;
  operations: number;
}

function workloadsOf(
  { capabilities }: TargetProfile,
  gic: 2 | 3,
  seed: number,
): () => EncodedWorkload {
  const offers = [{ ...capabilities, gic: [gic] }];
  const generator = new Generator(seed, { offers, maxSteps: STEPS, leastSteps: STEPS, hostile: 0 });
  let index = 0;
  return () => {
    const workload = generator.newWorkload();
    generator.generate(0, index++, workload);
    return workload;
  };
}

/** One lane: boots, warms up, and runs for a while. */
async function lane(target: Target, next: () => EncodedWorkload): Promise<Rates> {
  const trace = new Trace(STEPS);
  const started = performance.now();
  await target.run(next(), trace);
  const bootSeconds = (performance.now() - started) / 1000;
  for (let n = 0; n < WARM_UP; n++) await target.run(next(), trace);
  const before = target.operations;
  const from = performance.now();
  let workloads = 0;
  let steps = 0;
  while (performance.now() - from < SECONDS * 1000) {
    const workload = next();
    await target.run(workload, trace);
    workloads++;
    steps += workload.length;
  }
  const seconds = (performance.now() - from) / 1000;
  return {
    bootSeconds,
    workloads: workloads / seconds,
    steps: steps / seconds,
    operations: (target.operations - before) / seconds,
  };
}

async function measure(profile: TargetProfile, gic: 2 | 3, lanes: number): Promise<Rates> {
  const targets = Array.from({ length: lanes }, () => profile.open());
  try {
    const rates = await Promise.all(
      targets.map((target, n) => lane(target, workloadsOf(profile, gic, 1 + n))),
    );
    const sum = (of: (rate: Rates) => number): number => rates.reduce((a, rate) => a + of(rate), 0);
    return {
      bootSeconds: sum(({ bootSeconds }) => bootSeconds) / lanes,
      workloads: sum(({ workloads }) => workloads),
      steps: sum(({ steps }) => steps),
      operations: sum(({ operations }) => operations),
    };
  } finally {
    await Promise.all(targets.map((target) => target.close()));
  }
}

/**
 * `npm run bench -- targets [ID...]`: how fast real targets are, one lane and one per core.
 * @param ids those to measure; all if empty
 */
export async function benchTargets(
  out: NodeJS.WritableStream,
  ids: readonly string[],
): Promise<void> {
  const cores = availableParallelism();
  out.write(
    `workloads of ${STEPS} steps per second; operations are the probe's, set-up included\n\n`,
  );
  out.write('target          lanes  boot s  workloads/s   steps/s  operations/s\n');
  const profiles = targetProfiles().filter(({ id }) => ids.length === 0 || ids.includes(id));
  for (const profile of profiles) {
    const missing = missingParts(profile.id);
    if (missing) {
      out.write(`${notRun(profile.id, missing)}\n`);
      continue;
    }
    for (const gic of profile.capabilities.gic) {
      for (const lanes of new Set([1, cores])) {
        const { bootSeconds, workloads, steps, operations } = await measure(profile, gic, lanes);
        out.write(
          `${`${profile.id} v${gic}`.padEnd(14)}  ${String(lanes).padStart(5)}` +
            `${bootSeconds.toFixed(1).padStart(8)}${workloads.toFixed(1).padStart(13)}` +
            `${Math.round(steps).toString().padStart(10)}` +
            `${Math.round(operations).toString().padStart(14)}\n`,
        );
      }
    }
  }
}
