import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { allDivergences } from '../../properties';
import type { HuntSummary } from '../../reports/render/hunt';
import { renderHunt } from '../../reports/render/hunt';
import type { Finding } from '../../reports/schema/report';
import { Hunt } from '../engine/hunt';
import type { HuntOptions, HuntResult } from '../engine/hunt';
import { HuntFindings } from '../engine/hunt-findings';
import type { Surprise } from '../engine/real-ones';
import { RealOnes } from '../engine/real-ones';
import { InputError } from '../errors';
import { openOutput, writeWhole } from '../files';
import { missingParts, notRun } from '../targets/installed';
import { findImplementation } from '../targets/registry';
import { checkFinding } from '../validate';
import { haveMachinesInCommon } from '../workload/machines';
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK } from './exit';
import { HuntView } from './hunt-view';
import { lanesFor } from './run-gic';

/** Options of `lockstep hunt`, as parsed. */
export interface HuntCommandOptions {
  runs?: number;
  time?: number;
  seed?: number;
  steps: number;
  hostile: number;
  divergences?: boolean;
  out: string;
}

/** Removes the findings of an earlier hunt, and nothing else. */
function clearHuntFindings(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (/^(KNOWN-.+|DIFFERENCE|DIV-\d+)-[0-9a-f]{8}\.json$/.test(name)) rmSync(join(folder, name));
  }
}

/** `lockstep hunt`. @returns the exit status */
export async function hunt(a: string, b: string, given: HuntCommandOptions): Promise<number> {
  if (given.runs !== undefined && given.time !== undefined) {
    throw new InputError('--runs and --time exclude each other');
  }
  if (a === b) throw new InputError(`"${a}" is given twice`);
  const pair = [findImplementation(a), findImplementation(b)] as const;
  if (!haveMachinesInCommon(pair.map(({ capabilities }) => capabilities))) {
    throw new InputError(`${a} and ${b} have no machine in common`);
  }
  const alone = pair.find(({ open, twin }) => open && !twin);
  if (alone) {
    throw new InputError(
      `${alone.id} has no model that could explain it; lockstep run --impl ${alone.id} judges it`,
    );
  }
  for (const { id, open } of pair) {
    const missing = open && missingParts(id);
    if (!missing) continue;
    process.stdout.write(`${notRun(id, missing)}\n`);
    return EXIT_FAILED;
  }
  const folder = join(given.out, 'findings');
  openOutput(folder);
  const out = process.stdout;
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const seconds = given.time ?? (given.runs === undefined ? 60 : undefined);
  const view = new HuntView({ runs: given.runs, seconds }, out);
  const real = pair.some(({ open }) => open) ? new RealOnes(pair, lanesFor(pair)) : undefined;
  const options: HuntOptions = {
    a: pair[0].twin ?? pair[0],
    b: pair[1].twin ?? pair[1],
    ...(real ? { real } : {}),
    seed: given.seed ?? Math.floor(Math.random() * 0x7fffffff),
    runs: given.runs,
    seconds,
    maxSteps: given.steps,
    hostile: given.hostile,
    signal: stop.signal,
    onProgress: (progress) => view.update(progress),
  };
  try {
    out.write(`lockstep hunt: seed ${options.seed}, ${a}, ${b}\n`);
    const found = new Hunt(options);
    const result = await found.run();
    view.stop();
    const maker = new HuntFindings(found.finder, options, given.out);
    const summary = await summarise(maker, options, result, given, view);
    if (real) await confirmAll(real, summary);
    const findings = [
      ...summary.known,
      ...summary.unexplained,
      ...summary.allowed.flatMap(({ finding }) => (finding ? [finding] : [])),
    ];
    clearHuntFindings(folder);
    for (const finding of findings) {
      checkFinding(finding);
      writeWhole(folder, `${finding.id}.json`, `${JSON.stringify(finding, null, 2)}\n`);
    }
    out.write(`\n${renderHunt(summary)}\n`);
    tellSurprises(result.surprises);
    const failed = result.unexplainedWorkloads > 0 || result.surprises.length > 0;
    out.write(failed ? pc.red('UNEXPLAINED DIFFERENCES\n') : pc.green('everything is explained\n'));
    if (summary.interrupted) out.write('interrupted: the findings cover what was done\n');
    if (failed) return EXIT_FAILED;
    return summary.interrupted ? EXIT_INTERRUPTED : EXIT_OK;
  } finally {
    view.stop();
    await real?.close();
    process.removeListener('SIGINT', onSignal);
    process.removeListener('SIGTERM', onSignal);
  }
}

/** Replays the findings on what is real: they were made with the models. */
async function confirmAll(real: RealOnes, summary: HuntSummary): Promise<void> {
  for (const list of [summary.known, summary.unexplained]) {
    for (const [n, finding] of list.entries()) list[n] = await real.confirmed(finding);
  }
  for (const one of summary.allowed) {
    if (one.finding) one.finding = await real.confirmed(one.finding);
  }
}

function tellSurprises(surprises: readonly Surprise[]): void {
  for (const { implementation, index, step, died } of surprises) {
    const what = died ? died.message : `is not as its model at step ${step}`;
    process.stdout.write(`workload ${index}: ${implementation} ${what}\n`);
  }
}

async function summarise(
  maker: HuntFindings,
  options: HuntOptions,
  result: HuntResult,
  given: HuntCommandOptions,
  view: HuntView,
): Promise<HuntSummary> {
  const { signal } = options;
  const known: Finding[] = [];
  const unexplained: Finding[] = [];
  const byHits = [...result.known].sort((x, y) => y.hits - x.hits);
  // Lets Ctrl-C through: what is not shrunk by then is reported as it is.
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  for (const [n, group] of byHits.entries()) {
    view.shrinking('known cause', n + 1, byHits.length);
    await turn();
    known.push(maker.ofCause(group, !signal?.aborted));
  }
  let shrunk = 0;
  for (const finding of maker.ofUnexplained(result.unexplained, () => !signal?.aborted)) {
    if (finding) unexplained.push(finding);
    else view.shrinking('unexplained difference', ++shrunk, maker.toShrink(result.unexplained));
    await turn();
  }
  const allowed: HuntSummary['allowed'][number][] = [];
  for (const divergence of allDivergences()) {
    const group = result.allowed.get(divergence.id);
    if (!group) continue;
    await turn();
    const finding = given.divergences
      ? maker.ofAllowed(divergence, group, !signal?.aborted)
      : undefined;
    const { id, title } = divergence;
    allowed.push({ id, title, hits: group.hits, ...(finding ? { finding } : {}) });
  }
  view.stop();
  return {
    pair: [options.a.id, options.b.id],
    workloads: result.workloads,
    agreed: result.agreed,
    interrupted: signal?.aborted === true,
    allowed,
    known,
    unexplained,
    unexplainedWorkloads: result.unexplainedWorkloads,
    undecided: result.undecided,
    folder: join(given.out, 'findings'),
  };
}
