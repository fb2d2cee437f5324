import { availableParallelism } from 'node:os';
import { basename, dirname } from 'node:path';
import pc from 'picocolors';
import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Implementation } from '../../models/contract/implementation';
import type { Trace } from '../../models/contract/trace';
import { Lanes } from '../engine/lanes';
import { Recorder } from '../engine/recording';
import { InputError, TargetDied } from '../errors';
import { openOutput, writeWhole } from '../files';
import { missingParts, notRun, partsOf } from '../targets/installed';
import { findImplementation } from '../targets/registry';
import { checkRecording } from '../validate';
import { Generator } from '../workload/generator';
import { haveMachinesInCommon, intersect } from '../workload/machines';
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK } from './exit';
import { interruptible } from './interrupt';

/** Options of `lockstep record`, as parsed. */
export interface RecordOptions {
  runs: number;
  seed: number;
  steps: number;
  hostile: number;
  out: string;
}

/** `lockstep record`: writes down what real targets show. @returns the exit status */
export async function record(ids: readonly string[], given: RecordOptions): Promise<number> {
  const targets = ids.map(findImplementation);
  const model = targets.find(({ open }) => !open);
  if (model) throw new InputError(`${model.id} is no real target`);
  for (const { id } of targets) {
    const missing = missingParts(id);
    if (!missing) continue;
    process.stdout.write(`${notRun(id, missing)}\n`);
    return EXIT_FAILED;
  }
  const capabilities = targets.map((target) => target.capabilities);
  if (!haveMachinesInCommon(capabilities)) {
    throw new InputError(`${ids.join(', ')} have no machine in common`);
  }
  openOutput(dirname(given.out));
  const recorder = new Recorder(given.seed);
  const workloads = generate(intersect(capabilities), given);
  for (const workload of workloads) recorder.addWorkload(workload);
  return interruptible(async (signal) => {
    for (const target of targets) {
      const traces = await run(target, workloads, signal);
      if (traces === 'died') return EXIT_FAILED;
      if (traces === 'interrupted') {
        process.stdout.write('interrupted: nothing was written\n');
        return EXIT_INTERRUPTED;
      }
      recorder.addAnswers(target.id, partsOf(target.id), traces);
      process.stdout.write(`${target.id}: ${traces.length} workloads\n`);
    }
    const recording = recorder.recording();
    checkRecording(recording);
    writeWhole(dirname(given.out), basename(given.out), `${JSON.stringify(recording)}\n`);
    process.stdout.write(`recording: ${given.out}\n`);
    return EXIT_OK;
  });
}

function generate(
  offer: ReturnType<typeof intersect>,
  { seed, runs, steps, hostile }: RecordOptions,
): EncodedWorkload[] {
  const generator = new Generator(seed, { offers: [offer], maxSteps: steps, hostile });
  return Array.from({ length: runs }, (_, index) => {
    const workload = generator.newWorkload();
    generator.generate(0, index, workload);
    return workload;
  });
}

async function run(
  target: Implementation,
  workloads: readonly EncodedWorkload[],
  signal: AbortSignal,
): Promise<Trace[] | 'died' | 'interrupted'> {
  const lanes = new Lanes(target, availableParallelism());
  try {
    const traces: Trace[] = [];
    const running = workloads.map((workload) => async () => lanes.run(workload));
    for (let n = 0; n < running.length; n += availableParallelism()) {
      if (signal.aborted) return 'interrupted';
      const shown = await Promise.all(
        running.slice(n, n + availableParallelism()).map((start) => start()),
      );
      for (const trace of shown) {
        if (trace instanceof TargetDied) {
          process.stdout.write(
            `${pc.red(target.id)}: workload ${traces.length}: ${trace.message}\n`,
          );
          return 'died';
        }
        traces.push(trace);
      }
    }
    return traces;
  } finally {
    await lanes.close();
  }
}
