import { join } from 'node:path';
import pc from 'picocolors';
import type { Implementation } from '../../models/contract/implementation';
import type { MpuImplementation } from '../../models/contract/mpu-implementation';
import { commandsPerSecond } from '../engine/baseline';
import { hasUnexpected, makeReport } from '../engine/report';
import type { Selection } from '../engine/select';
import { selectRequirements } from '../engine/select';
import { InputError } from '../errors';
import { clearFindings, openOutput, writeFinding, writeWhole } from '../files';
import type { Report } from '../../reports/schema/report';
import { renderOutcome, renderSummary } from '../../reports/render/summary';
import { missingParts, notRun as notRunText } from '../targets/installed';
import { findMpuImplementation, isMpuName, mpusByDefault } from '../targets/mpu-registry';
import { byDefault, findImplementation } from '../targets/registry';
import { checkReport } from '../validate';
import { seedOf } from './bounds';
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK } from './exit';
import { interruptible } from './interrupt';
import type { GicPart } from './run-gic';
import { lanesFor, runGic, sameDeaths } from './run-gic';
import { runMpu } from './run-mpu';

/** Options of `lockstep run`, as parsed. */
export interface RunOptions {
  impl?: string[];
  requirements: string;
  runs?: number;
  time?: number;
  seed?: number;
  steps: number;
  hostile: number;
  out: string;
}

/** Of the time of a run with GICs and MPUs, what MPUs get. */
const MPU_SHARE = 0.2;

/** `lockstep run`. @returns the exit status */
export async function run(given: RunOptions): Promise<number> {
  if (given.runs !== undefined && given.time !== undefined) {
    throw new InputError('--runs and --time exclude each other');
  }
  const selection = selectRequirements(given.requirements);
  const named = byKind(given.impl, selection);
  const { implementations, notRun } = installed(named.gic);
  const { implementations: mpus, notRun: mpusNotRun } = installed(named.mpu);
  const seed = seedOf(given);
  const budget = budgetOf(given, implementations.length > 0, mpus.length > 0);
  openOutput(given.out);

  const out = process.stdout;
  const judging = [
    ...(implementations.length > 0 ? selection.requirements : []),
    ...(mpus.length > 0 ? selection.mpu : []),
  ];
  out.write(
    `lockstep: seed ${seed}, ${[...implementations, ...mpus].map(({ id }) => id).join(', ')}, ` +
      `${judging.length} requirements\n`,
  );
  const missing = [...notRun, ...mpusNotRun];
  for (const { implementation, reason, command } of missing) {
    out.write(`${notRunText(implementation, { reason, command })}\n`);
  }
  if (implementations.length + mpus.length === 0) return EXIT_FAILED;
  return interruptible(async (signal) => {
    const started = new Date();
    const baseline = commandsPerSecond({ seconds: 0.5 });
    const gic = await runGic({
      ...{ implementations, requirements: selection.requirements, seed },
      ...{ maxSteps: given.steps, hostile: given.hostile, signal, ...budget.gic },
      ...{ lanes: lanesFor(implementations), folder: given.out },
    });
    const mpu =
      mpus.length > 0
        ? await runMpu({
            ...{ implementations: mpus, requirements: selection.mpu, seed, signal },
            ...{ ...budget.mpu, folder: given.out },
          })
        : undefined;
    const report = makeReport(
      {
        ...{ ...gic, selection: given.requirements, notRun: missing, started },
        ...{ commandsPerSecond: baseline, mpu },
      },
      selection.includes,
    );
    checkReport(report);
    writeReport(given.out, report);
    return tell(given.out, report, gic);
  });
}

/** Which implementations of each kind are run: those named, or all that a requirement is selected for. */
function byKind(
  ids: readonly string[] | undefined,
  { requirements, mpu }: Selection,
): { gic: readonly Implementation[]; mpu: readonly MpuImplementation[] } {
  if (!ids) {
    return {
      gic: requirements.length > 0 ? byDefault() : [],
      mpu: mpu.length > 0 ? mpusByDefault() : [],
    };
  }
  const twice = ids.find((id, n) => ids.indexOf(id) !== n);
  if (twice !== undefined) throw new InputError(`--impl: "${twice}" is given twice`);
  const mpus = ids.filter(isMpuName);
  return {
    gic: ids.filter((id) => !mpus.includes(id)).map(findImplementation),
    mpu: mpus.map(findMpuImplementation),
  };
}

type Budget = { runs: number } | { seconds: number };

/** MPUs get a share of the time; of workloads both get the number asked for. */
function budgetOf(
  { runs, time }: RunOptions,
  hasGics: boolean,
  hasMpus: boolean,
): { gic: Budget; mpu: Budget } {
  if (runs !== undefined) return { gic: { runs }, mpu: { runs } };
  const seconds = time ?? 60;
  const share = !hasGics ? 1 : hasMpus ? MPU_SHARE : 0;
  return { gic: { seconds: seconds * (1 - share) }, mpu: { seconds: seconds * share } };
}

function writeReport(folder: string, report: Report): void {
  writeWhole(folder, 'report.json', `${JSON.stringify(report, null, 2)}\n`);
  writeWhole(folder, 'summary.md', renderSummary(report));
  clearFindings(folder);
  const findings = [...report.findings, ...(report.mpu?.findings ?? [])];
  if (findings.length > 0) openOutput(join(folder, 'findings'));
  for (const finding of findings) writeFinding(join(folder, 'findings'), finding);
}

/** What the user sees at the end. @returns the exit status */
function tell(folder: string, report: Report, { result, notShrunk }: GicPart): number {
  const out = process.stdout;
  const failed = hasUnexpected(report);
  out.write(`${renderOutcome(report)}\n`);
  if (result.runners.length > 0) {
    const { stepsPerSecond, ratio } = report.performance;
    out.write(
      `${result.workloads} workloads, ${result.steps} steps, ${stepsPerSecond} steps/s ` +
        `(${ratio} of fast-check's empty commands)\n`,
    );
  }
  if (report.mpu) {
    const { programs, scripts, steps, seconds } = report.mpu;
    const each = Math.round(steps / Math.max(seconds, 0.001));
    out.write(`${programs} region programs, ${scripts} scripts, ${steps} steps, ${each} steps/s\n`);
  }
  if (notShrunk > 0) {
    out.write(`${notShrunk} more failures were not shrunk\n`);
  }
  out.write(`report: ${join(folder, 'report.json')}, ${join(folder, 'summary.md')}\n`);
  for (const deaths of sameDeaths(result.deaths)) {
    const indexes = deaths.map(({ index }) => index).join(', ');
    out.write(`workload${deaths.length > 1 ? 's' : ''} ${indexes}: ${deaths[0].died.message}\n`);
  }
  out.write(failed ? pc.red('FAILED\n') : pc.green('nothing unexpected failed\n'));
  const interrupted = result.interrupted || report.mpu?.interrupted === true;
  if (interrupted) out.write('interrupted: the report covers what was done\n');
  if (failed) return EXIT_FAILED;
  return interrupted ? EXIT_INTERRUPTED : EXIT_OK;
}

/** Parts those that can run from real targets that are not installed. */
function installed<T extends Implementation | MpuImplementation>(
  named: readonly T[],
): {
  implementations: T[];
  notRun: { implementation: string; reason: string; command: string }[];
} {
  const implementations: T[] = [];
  const notRun: { implementation: string; reason: string; command: string }[] = [];
  for (const one of named) {
    const missing = 'open' in one && one.open ? missingParts(one.id) : undefined;
    if (!missing) implementations.push(one);
    else notRun.push({ implementation: one.id, reason: missing.reason, command: missing.command });
  }
  return { implementations, notRun };
}
