import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import type { Implementation } from '../../models/contract/implementation';
import type { ExactOptions, ExactProgress, ExactResult } from '../engine/exact';
import { Exactness } from '../engine/exact';
import { ExactFindings } from '../engine/exact-findings';
import { InputError } from '../errors';
import { openOutput, writeFinding } from '../files';
import { findImplementation, freeTargets, realTargets } from '../targets/registry';
import { missingParts, notRun } from '../targets/installed';
import { r52Targets } from '../targets/r52/twin';
import { givenXenSource, XEN_SOURCE } from '../targets/xen-mpu/source';
import { checkFinding } from '../validate';
import { drivenInputs } from '../workload/machines';
import { boundsOf } from './bounds';
import { exactMpu } from './exact-mpu';
import { exactScripts } from './exact-scripts';
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK } from './exit';
import { interruptible } from './interrupt';
import { ProgressView } from './progress';

/** Options of `lockstep exact`, as parsed. */
export interface ExactCommandOptions {
  gic?: number;
  runs?: number;
  time?: number;
  seed?: number;
  steps: number;
  hostile: number;
  lanes?: number;
  whiteBox?: boolean;
  migrate?: boolean;
  out: string;
}

/** Workloads that differ which are shrunk. */
const MAX_SHRUNK = 5;

const number = new Intl.NumberFormat('en-US');

function words({ workloads, steps, seconds, differing }: ExactProgress): string {
  const each = (workloads / Math.max(seconds, 0.001)).toFixed(1);
  return (
    `${number.format(workloads)} workloads (${each}/s), ${number.format(steps)} steps, ` +
    `${differing} differing`
  );
}

function realTarget(id: string): Implementation {
  const target = findImplementation(id);
  if (target.open && target.twin) return target;
  const known = [
    ...[...realTargets(), ...freeTargets()].filter(({ twin }) => twin),
    ...r52Targets.map((processor) => processor.target),
    { id: XEN_SOURCE },
  ];
  throw new InputError(
    `${id} ${target.open ? 'has no model to compare it with' : 'is no real target'}; ` +
      `there are ${known.map((one) => one.id).join(', ')}`,
  );
}

/**
 * `lockstep exact`: fresh random workloads on a real target and on the model of it, step by step.
 * @returns the exit status
 */
export async function exact(id: string, given: ExactCommandOptions): Promise<number> {
  if (given.runs !== undefined && given.time !== undefined) {
    throw new InputError('--runs and --time exclude each other');
  }
  const processor = r52Targets.find(({ target }) => target.id === id);
  if (processor) return exactMpu(processor.target, processor.twin, given);
  if (id === XEN_SOURCE) return exactScripts(givenXenSource(), given);
  const target = realTarget(id);
  if (given.whiteBox && !target.capabilities.state) {
    const known = realTargets().filter(({ capabilities }) => capabilities.state);
    throw new InputError(
      `${id} does not show what it keeps per interrupt; ` +
        `these do: ${known.map((one) => one.id).join(', ')}`,
    );
  }
  if (given.migrate && !target.capabilities.migrates) {
    const known = realTargets().filter(({ capabilities }) => capabilities.migrates);
    throw new InputError(
      `${id} cannot be saved and restored; these can: ${known.map((one) => one.id).join(', ')}`,
    );
  }
  const out = process.stdout;
  const missing = missingParts(id);
  if (missing) {
    out.write(`${notRun(id, missing)}\n`);
    return EXIT_FAILED;
  }
  const folder = join(given.out, 'findings');
  openOutput(folder);
  const { gic } = target.capabilities;
  const options: ExactOptions = {
    target,
    ...boundsOf(given),
    steps: given.steps,
    hostile: given.hostile,
    gic: given.gic === undefined ? gic : gic.filter((version) => version === given.gic),
    lanes: given.lanes ?? availableParallelism(),
    open: { state: given.whiteBox === true, migrates: given.migrate === true },
  };
  if (options.gic.length === 0) throw new InputError(`${id} has no GICv${given.gic}`);
  return interruptible(async (signal) => {
    const versions = options.gic.map((version) => `GICv${version}`).join(' and ');
    out.write(`lockstep exact: seed ${options.seed}, ${id}, ${versions}\n`);
    const view = new ProgressView<ExactProgress>(options, out, words);
    options.signal = signal;
    options.onProgress = (progress) => view.update(progress);
    const result = await new Exactness(options).run();
    view.stop();
    await writeFindings(options, result, folder);
    report(options, result, folder);
    const failed = result.differing.length > 0 || result.deaths.length > 0;
    if (failed) return EXIT_FAILED;
    return result.interrupted ? EXIT_INTERRUPTED : EXIT_OK;
  });
}

async function writeFindings(
  options: ExactOptions,
  result: ExactResult,
  folder: string,
): Promise<void> {
  const findings = new ExactFindings(options, folder);
  try {
    for (const differing of result.differing.slice(0, MAX_SHRUNK)) {
      process.stdout.write(`shrinking workload ${differing.index}\n`);
      const finding = await findings.ofDifference(differing, options.signal?.aborted !== true);
      writeFinding(folder, checkFinding(finding));
    }
  } finally {
    await findings.close();
  }
}

function report({ target, gic, open }: ExactOptions, result: ExactResult, folder: string): void {
  const out = process.stdout;
  const { workloads, equal, seconds } = result;
  const each = (workloads / Math.max(seconds, 0.001)).toFixed(1);
  out.write(
    `${number.format(workloads)} workloads, ${number.format(result.steps)} steps, ` +
      `${number.format(result.acknowledged)} interrupts acknowledged, ${each} workloads/s\n`,
  );
  for (const { index, step, state, again } of result.differing) {
    const where = state.length === 0 ? `at step ${step}` : 'in what is kept after its last step';
    out.write(`workload ${index} differs ${where}; run again it shows ${again}\n`);
    for (const words of state) out.write(`  ${words}\n`);
  }
  for (const { index, died } of result.deaths) {
    out.write(`workload ${index}: ${died.message}\n`);
  }
  const left = Object.keys(result.kinds).filter((kind) => result.kinds[kind] === 0);
  const { capabilities } = target;
  out.write(`left out: ${left.join(', ')}`);
  if (!capabilities.groups) out.write('; one interrupt group');
  const driven = drivenInputs(capabilities);
  if (driven) out.write(`; inputs driven: ${driven.join(', ') || 'none'}`);
  if (capabilities.ownPpis) out.write(`; PPIs of timers: ${capabilities.ownPpis.join(', ')}`);
  if (capabilities.withoutLowestPriority) out.write('; the lowest priority');
  if (capabilities.withoutGroup0Alone && gic.includes(3)) out.write('; Group 0 enabled alone');
  out.write('\n');
  if (result.differing.length > 0) out.write(`findings: ${folder}\n`);
  const hangs = result.predictedHangs;
  const { allowed, exits } = result;
  const compared = open?.state ? 'traces and states of all interrupts' : 'traces';
  const verdict =
    `${target.id} and ${target.twin!.id}: ${equal} of ${workloads} ${compared} identical` +
    `${allowed > 0 ? `, ${allowed} more with ${exits} exits at other places` : ''}` +
    `${hangs > 0 ? `, ${hangs} hangs that the model predicts` : ''}\n`;
  out.write(equal + allowed + hangs === workloads ? pc.green(verdict) : pc.red(verdict));
  if (result.interrupted) out.write('interrupted: this covers what was done\n');
}
