import pc from 'picocolors';
import { aligned, widthsOf } from '../../reports/render/columns';
import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Implementation, OpenOptions } from '../../models/contract/implementation';
import type { Difference } from '../engine/compare';
import { findDifference, viewOfBoth } from '../engine/compare';
import { stateDifferences } from '../engine/compare-states';
import { traceReport } from '../engine/findings';
import { Runner } from '../engine/runner';
import { cannotDo, canRun } from '../engine/applicable';
import { selectRequirements } from '../engine/select';
import type { Judge } from '../engine/judge';
import { Lanes } from '../engine/lanes';
import { InputError, TargetDied } from '../errors';
import { missingParts, notRun } from '../targets/installed';
import { loadMpuPiece, loadWorkload } from '../files';
import type { TraceReport } from '../../reports/schema/report';
import { findImplementation, inProcess } from '../targets/registry';
import { encode } from '../workload/encode';
import { EXIT_FAILED, EXIT_OK } from './exit';
import { replayMpu } from './replay-mpu';
import { stepLine } from './step-line';

function shown({ outcome, value, lines }: TraceReport['observations'][number]): string {
  const what =
    outcome === 'value'
      ? (value ?? '0x0')
      : outcome === 'none'
        ? value
          ? `(${value})`
          : ''
        : outcome;
  return `${what}${lines.length > 0 ? `${what ? ' ' : ''}[${lines.join(' ')}]` : ''}` || '-';
}

function allowedBy({ divergence }: Difference): string {
  return divergence ? `, allowed by ${divergence.id}: ${divergence.title}` : '';
}

/** Options of `lockstep replay`. */
export interface ReplayOptions {
  impl?: string[];
  requirements: string;
  whiteBox?: boolean;
  migrate?: boolean;
}

/** A runner for an implementation that does what is asked for. @throws InputError if it cannot */
function runnerFor(
  implementation: Implementation,
  requirements: Runner['requirements'],
  { state = false, migrates = false }: OpenOptions,
): Runner {
  const { id, capabilities } = implementation;
  if (migrates && !capabilities.migrates) {
    throw new InputError(`${id} cannot be saved and restored`);
  }
  const runner = new Runner(implementation, requirements);
  runner.trace.wantsState = state;
  runner.migrates = migrates;
  return runner;
}

/** How what the others keep per interrupt differs from what the first one keeps. */
function printStates(runners: readonly Runner[]): boolean {
  const [first, ...others] = runners;
  let differs = false;
  for (const { implementation, trace } of others) {
    if (!first.trace.state || !trace.state) continue;
    const found = stateDifferences(first.trace.state, trace.state);
    const ids = `${first.implementation.id} and ${implementation.id}`;
    process.stdout.write(`${ids} keep ${found.length === 0 ? 'the same' : 'something else'}\n`);
    for (const words of found) process.stdout.write(`  ${words}\n`);
    differs ||= found.length > 0;
  }
  return differs;
}

/** Runs a workload where it has to run, and judges what it showed. */
async function judged(
  runner: Runner,
  workload: EncodedWorkload,
  options: OpenOptions,
): Promise<Judge> {
  const { implementation } = runner;
  if (!implementation.open) return runner.run(workload);
  const problem = cannotDo(implementation.capabilities, workload);
  if (problem) throw new InputError(`${implementation.id} cannot run this workload: ${problem}`);
  const missing = missingParts(implementation.id);
  if (missing) {
    throw new InputError(notRun(implementation.id, missing));
  }
  const lanes = new Lanes(implementation, 1, options);
  try {
    const shown = await lanes.run(workload);
    if (shown instanceof TargetDied) throw shown;
    return runner.judge(workload, shown);
  } finally {
    await lanes.close();
  }
}

/** `lockstep replay`: runs a workload and prints it side by side. @returns the exit status */
export async function replay(file: string, given: ReplayOptions): Promise<number> {
  const selection = selectRequirements(given.requirements);
  const loaded = loadMpuPiece(file);
  if (loaded) return replayMpu(file, loaded, given.impl, selection.mpu);
  const { workload, finding } = loadWorkload(file);
  const named = given.impl ?? finding?.traces.map(({ implementation }) => implementation);
  const implementations: readonly Implementation[] = named?.map(findImplementation) ?? inProcess();
  const { requirements } = selection;
  const options: OpenOptions = { state: given.whiteBox, migrates: given.migrate };
  const encoded = encode(workload);
  const runners = implementations.map((implementation) => {
    if (!canRun(implementation.capabilities, workload.machine)) {
      throw new InputError(`${file}: ${implementation.id} cannot run this machine`);
    }
    return runnerFor(implementation, requirements, options);
  });
  const judges: Judge[] = [];
  try {
    for (const runner of runners) judges.push(await judged(runner, encoded, options));
  } catch (error) {
    if (!(error instanceof TargetDied)) throw error;
    process.stdout.write(`${pc.red(error.message)}\n`);
    return EXIT_FAILED;
  }
  const traces = runners.map((r) => traceReport(r.implementation.id, encoded, r.trace));
  const differences = runners.slice(1).flatMap((runner) => {
    const view = viewOfBoth(runners[0].implementation, runner.implementation);
    return findDifference(encoded, runners[0].trace, runner.trace, view);
  });
  const firstOf = (found: readonly Difference[]): Difference | undefined =>
    found.reduce<Difference | undefined>((a, b) => (!a || b.step < a.step ? b : a), undefined);
  const first = firstOf(differences);
  const unexplained = firstOf(differences.filter(({ divergence }) => !divergence));

  const out = process.stdout;
  const { machine } = workload;
  if (finding) out.write(`${finding.title}\n`);
  out.write(
    `GICv${machine.gic}, ${machine.vcpus} vCPUs, ${machine.listRegisters} list registers, ` +
      `${machine.priorityBits} priority bits, ${machine.preemptionBits} preemption bits, ` +
      `${machine.spis} SPIs; ${workload.flavour}\n\n`,
  );
  const rows = workload.steps.map((step, n) => [
    `${n}`,
    stepLine(step),
    ...traces.map(({ observations }) => shown(observations[n])),
  ]);
  const header = ['step', '', ...implementations.map(({ id }) => id)];
  const widths = widthsOf([header, ...rows]);
  const line = (cells: string[]): string => aligned(cells, widths, (column) => column === 0);
  out.write(`  ${line(header)}\n`);
  let failed = false;
  rows.forEach((row, n) => {
    const broken = judges.flatMap((judge, j) =>
      judge.brokenNow
        .filter((index) => judge.brokenAt[index] === n)
        .map((index) => `${requirements[index].id} broken by ${implementations[j].id}`),
    );
    const marks = [
      ...(n === first?.step ? [`first difference${allowedBy(first)}`] : []),
      ...(n === unexplained?.step && unexplained !== first ? ['first unexplained difference'] : []),
      ...broken,
    ];
    failed ||= broken.length > 0;
    const text = `${marks.length > 0 ? '>' : ' '} ${line(row)}`;
    out.write(marks.length > 0 ? `${pc.red(text)}\n` : `${text}\n`);
    for (const mark of marks) out.write(`${' '.repeat(widths[0] + 4)}^ ${mark}\n`);
  });
  out.write('\n');
  implementations.forEach(({ id }, j) => {
    const { brokenNow } = judges[j];
    const ids = brokenNow.map((index) => requirements[index].id).join(', ');
    out.write(`${id}: ${brokenNow.length === 0 ? 'no requirement broken' : `breaks ${ids}`}\n`);
  });
  const keepsElse = printStates(runners);
  return failed || unexplained || keepsElse ? EXIT_FAILED : EXIT_OK;
}
