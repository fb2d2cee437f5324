import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import type { Implementation } from '../../models/contract/implementation';
import { commandsPerSecond } from '../engine/baseline';
import type { CampaignOptions, TargetDeath } from '../engine/campaign';
import { Campaign } from '../engine/campaign';
import { ElsewhereFindingMaker } from '../engine/findings-elsewhere';
import { RealOnes } from '../engine/real-ones';
import { hasUnexpected, makeReport } from '../engine/report';
import { lookForUnseen } from '../engine/unseen';
import { selectRequirements } from '../engine/select';
import { InputError } from '../errors';
import { clearFindings, openOutput, writeWhole } from '../files';
import type { Finding } from '../../reports/schema/report';
import { renderOutcome, renderSummary } from '../../reports/render/summary';
import { missingParts, notRun as notRunText } from '../targets/installed';
import { byDefault, findImplementation } from '../targets/registry';
import { checkReport } from '../validate';
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK } from './exit';
import { campaignWords, ProgressView } from './progress';

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

/** Shrinking a hundred findings of one cause would tell nobody more. */
const MAX_FINDINGS = 40;

/** `lockstep run`. @returns the exit status */
export async function run(given: RunOptions): Promise<number> {
  if (given.runs !== undefined && given.time !== undefined) {
    throw new InputError('--runs and --time exclude each other');
  }
  const named = given.impl?.map(findImplementation) ?? byDefault();
  const twice = named.find((one, n) => named.findIndex(({ id }) => id === one.id) !== n);
  if (twice) throw new InputError(`--impl: "${twice.id}" is given twice`);
  const { implementations, notRun } = installed(named);
  const selection = selectRequirements(given.requirements);
  const seed = given.seed ?? Math.floor(Math.random() * 0x7fffffff);
  const seconds = given.time ?? (given.runs === undefined ? 60 : undefined);
  openOutput(given.out);

  const out = process.stdout;
  out.write(
    `lockstep: seed ${seed}, ${implementations.map(({ id }) => id).join(', ')}, ` +
      `${selection.requirements.length} requirements\n`,
  );
  for (const { implementation, reason, command } of notRun) {
    out.write(`${notRunText(implementation, { reason, command })}\n`);
  }
  if (implementations.length === 0) return EXIT_FAILED;
  const started = new Date();
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const baseline = commandsPerSecond({ seconds: 0.5 });
  const view = new ProgressView({ runs: given.runs, seconds }, out, campaignWords);
  const options: CampaignOptions = {
    implementations,
    requirements: selection.requirements,
    seed,
    runs: given.runs,
    seconds,
    maxSteps: given.steps,
    hostile: given.hostile,
    lanes: lanesFor(implementations),
    signal: stop.signal,
    onProgress: (progress) => view.update(progress),
  };
  const result = await new Campaign(options).run();
  view.stop();

  const maker = new ElsewhereFindingMaker(options, given.out);
  const findings: Finding[] = [];
  const unexplained = result.failures.filter((failure) => failure.unexplained > 0);
  const failures = unexplained.slice(0, MAX_FINDINGS);
  for (const [n, failure] of failures.entries()) {
    if (n === 0) out.write(`shrinking ${failures.length} failing workloads\n`);
    // Lets Ctrl-C through: what is not shrunk by then is reported as it is.
    await new Promise((resolve) => setImmediate(resolve));
    const { open, twin } = implementations[failure.implementation];
    const shrinks = !stop.signal.aborted;
    findings.push(
      open && !twin
        ? await maker.ofFailureElsewhere(failure, shrinks)
        : maker.ofFailure(failure, shrinks),
    );
  }
  result.comparisons.forEach((comparison, n) => {
    if (comparison.unexplained > 0)
      findings.push(maker.ofDifference(result, n, !stop.signal.aborted));
  });

  for (const deaths of sameDeaths(result.deaths)) {
    findings.push(await maker.ofDeath(deaths[0], deaths.length, !stop.signal.aborted));
  }
  await confirmAll(implementations, findings);

  let looked = 0;
  const sightings = await lookForUnseen(options, result, (deviation) => {
    out.write(
      looked++ === 0 ? `looking for deviations that did not show: ${deviation}` : `, ${deviation}`,
    );
  });
  if (looked > 0) out.write('\n');

  const report = makeReport(
    {
      options,
      selection: given.requirements,
      result,
      findings,
      sightings,
      notRun,
      started,
      commandsPerSecond: baseline,
    },
    selection.includes,
  );
  checkReport(report);
  writeWhole(given.out, 'report.json', `${JSON.stringify(report, null, 2)}\n`);
  writeWhole(given.out, 'summary.md', renderSummary(report));
  clearFindings(given.out);
  if (findings.length > 0) openOutput(join(given.out, 'findings'));
  for (const finding of findings) {
    const text = `${JSON.stringify(finding, null, 2)}\n`;
    writeWhole(join(given.out, 'findings'), `${finding.id}.json`, text);
  }

  process.removeListener('SIGINT', onSignal);
  process.removeListener('SIGTERM', onSignal);

  const failed = hasUnexpected(report);
  out.write(`${renderOutcome(report)}\n`);
  const { stepsPerSecond, ratio } = report.performance;
  out.write(
    `${result.workloads} workloads, ${result.steps} steps, ${stepsPerSecond} steps/s ` +
      `(${ratio} of fast-check's empty commands)\n`,
  );
  if (failures.length < unexplained.length) {
    out.write(`only the first ${failures.length} of ${unexplained.length} failures were shrunk\n`);
  }
  out.write(`report: ${join(given.out, 'report.json')}, ${join(given.out, 'summary.md')}\n`);
  for (const deaths of sameDeaths(result.deaths)) {
    const indexes = deaths.map(({ index }) => index).join(', ');
    out.write(`workload${deaths.length > 1 ? 's' : ''} ${indexes}: ${deaths[0].died.message}\n`);
  }
  out.write(failed ? pc.red('FAILED\n') : pc.green('nothing unexpected failed\n'));
  if (result.interrupted) out.write('interrupted: the report covers what was done\n');
  if (failed) return EXIT_FAILED;
  return result.interrupted ? EXIT_INTERRUPTED : EXIT_OK;
}

/** Deaths of one implementation in the same way, together. */
function sameDeaths(deaths: readonly TargetDeath[]): TargetDeath[][] {
  const groups = new Map<string, TargetDeath[]>();
  for (const death of deaths) {
    const { how, status } = death.died;
    const key = `${death.implementation} ${how} ${status}`;
    groups.set(key, [...(groups.get(key) ?? []), death]);
  }
  return [...groups.values()];
}

/** Parts those that can run from real targets that are not installed. */
function installed(named: readonly Implementation[]): {
  implementations: Implementation[];
  notRun: { implementation: string; reason: string; command: string }[];
} {
  const implementations: Implementation[] = [];
  const notRun: { implementation: string; reason: string; command: string }[] = [];
  for (const one of named) {
    const missing = one.open ? missingParts(one.id) : undefined;
    if (!missing) implementations.push(one);
    else notRun.push({ implementation: one.id, reason: missing.reason, command: missing.command });
  }
  return { implementations, notRun };
}

/** As many of each real target as there are cores for. */
export function lanesFor(implementations: readonly Implementation[]): number {
  const count = implementations.filter(({ open }) => open).length;
  return Math.max(1, Math.floor(availableParallelism() / Math.max(1, count)));
}

/** Replays the findings about real targets there: they were shrunk on the models. */
async function confirmAll(
  implementations: readonly Implementation[],
  findings: Finding[],
): Promise<void> {
  const real = new RealOnes(implementations, 1);
  try {
    for (const [n, finding] of findings.entries()) findings[n] = await real.confirmed(finding);
  } finally {
    await real.close();
  }
}
