import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import type { MpuExactOptions, MpuExactResult } from '../engine/mpu/exact';
import { MpuExactness } from '../engine/mpu/exact';
import { ExactMpuShrinker } from '../engine/mpu/exact-shrink';
import type { InTurnsResult, SwitchingRemote, SwitchingTarget } from '../engine/mpu/in-turns';
import { compareInTurns } from '../engine/mpu/in-turns';
import type { MpuTwin } from '../engine/mpu/twin';
import type { MpuFinding } from '../../reports/schema/mpu-finding';
import { openOutput, writeFinding } from '../files';
import { missingParts, notRun } from '../targets/installed';
import { checkMpuFinding } from '../validate';
import { boundsOf } from './bounds';
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK } from './exit';
import { interruptible } from './interrupt';
import { ProgressView } from './progress';

/** The options of `lockstep exact` that concern an MPU. */
export interface ExactMpuCommandOptions {
  runs?: number;
  time?: number;
  seed?: number;
  lanes?: number;
  out: string;
}

/** One group of programs in turns for so many programs that ran alone. */
const TURNS = 50;
/** Programs that differ from the twin which are shrunk. */
const MAX_SHRUNK = 5;

const number = new Intl.NumberFormat('en-US');

/**
 * `lockstep exact` for a processor's MPU: fresh random region programs on the real one, on the model
 * of it, and on the architecture's. What it does otherwise than the architecture is shrunk, too.
 * @returns the exit status
 */
export async function exactMpu(
  target: SwitchingTarget,
  twin: MpuTwin,
  given: ExactMpuCommandOptions,
): Promise<number> {
  const out = process.stdout;
  const missing = missingParts(target.id);
  if (missing) {
    out.write(`${notRun(target.id, missing)}\n`);
    return EXIT_FAILED;
  }
  const folder = join(given.out, 'findings');
  openOutput(folder);
  const options: MpuExactOptions = {
    target,
    twin,
    ...boundsOf(given),
    lanes: given.lanes ?? availableParallelism(),
  };
  return interruptible(async (signal) => {
    const { format, el1Regions, el2Regions } = target.machine;
    out.write(
      `lockstep exact: seed ${options.seed}, ${target.id}, PMSAv8-${format}, ` +
        `${el1Regions} regions of EL1, ${el2Regions} of EL2\n`,
    );
    const view = new ProgressView<MpuExactResult & { workloads: number }>(options, out, words);
    options.signal = signal;
    options.onProgress = (result) => view.update({ ...result, workloads: result.programs });
    const result = await new MpuExactness(options).run();
    view.stop();
    const turns = await inTurns(options, target.open(), Math.ceil(result.programs / TURNS));
    if (!signal.aborted) await shrink(options, result, folder);
    reportTurns(turns);
    report(options, result, folder);
    const different = result.differing.length + turns.differing.length;
    if (different > 0 || result.failed.length > 0) return EXIT_FAILED;
    return result.interrupted ? EXIT_INTERRUPTED : EXIT_OK;
  });
}

/** Ends the remote. */
async function inTurns(
  options: MpuExactOptions,
  remote: SwitchingRemote,
  groups: number,
): Promise<InTurnsResult> {
  try {
    return await compareInTurns(options, remote, groups);
  } finally {
    await remote.close();
  }
}

function reportTurns({ switches, programs, equal, differing, refused }: InTurnsResult): void {
  const out = process.stdout;
  for (const { index, step } of differing) {
    out.write(`program ${index} in turns with others differs at step ${step}\n`);
  }
  out.write(
    `EL1 saved and restored ${number.format(switches)} times: ` +
      `${equal} of ${programs - refused} programs show what they show alone\n`,
  );
}

function words({ programs, probes, seconds, differing }: MpuExactResult): string {
  const each = Math.round(programs / Math.max(seconds, 0.001));
  return (
    `${number.format(programs)} programs (${each}/s), ${number.format(probes)} probes, ` +
    `${differing.length} differing`
  );
}

async function shrink(
  options: MpuExactOptions,
  { differing, deviations }: MpuExactResult,
  folder: string,
): Promise<void> {
  const remote = options.target.open();
  const write = (finding: MpuFinding): void => writeFinding(folder, checkMpuFinding(finding));
  try {
    const shrinker = new ExactMpuShrinker(options, remote);
    for (const { index } of differing.slice(0, MAX_SHRUNK)) {
      process.stdout.write(`shrinking program ${index}\n`);
      write(await shrinker.finding(await shrinker.ofDifference(index), folder, 1));
    }
    for (const [id, { first, programs }] of Object.entries(deviations)) {
      if (first === undefined) continue;
      const smallest = await shrinker.ofDeviation(first, id);
      write(await shrinker.finding(smallest, folder, programs, id));
    }
  } finally {
    await remote.close();
  }
}

function report({ target, twin }: MpuExactOptions, result: MpuExactResult, folder: string): void {
  const out = process.stdout;
  const { programs, equal, refused, probes, sameVerdict } = result;
  out.write(`${words(result)}, ${number.format(result.steps)} steps\n`);
  for (const { index, step } of result.differing) {
    out.write(`program ${index} differs at step ${step}\n`);
  }
  for (const { index, error } of result.failed) out.write(`program ${index}: ${error.message}\n`);
  if (refused > 0) {
    out.write(`${number.format(refused)} programs not run: they map where the probe is\n`);
  }
  out.write(
    `allowed, or the stage of the fault: as the architecture says in ` +
      `${number.format(sameVerdict)} of ${number.format(probes)} probes\n`,
  );
  for (const { id, title } of twin.deviations) {
    const shown = result.deviations[id];
    if (shown) out.write(`${id} in ${number.format(shown.programs)} programs: ${title}\n`);
  }
  out.write(`smallest programs, as findings: ${folder}\n`);
  const verdict = `${target.id} and ${twin.id}: ${equal} of ${programs - refused} programs show the same\n`;
  out.write(equal === programs - refused ? pc.green(verdict) : pc.red(verdict));
  if (result.interrupted) out.write('interrupted: this covers what was done\n');
}
