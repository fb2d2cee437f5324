import { join } from 'node:path';
import type { Implementation } from '../../models/contract/implementation';
import { allDivergences } from '../../properties';
import type { HuntSummary } from '../../reports/render/hunt';
import { renderHunt } from '../../reports/render/hunt';
import type { Finding } from '../../reports/schema/report';
import { Hunt } from '../engine/hunt';
import type { HuntOptions, HuntResult } from '../engine/hunt';
import { HuntFindings } from '../engine/hunt-findings';
import { RealOnes } from '../engine/real-ones';
import { InputError } from '../errors';
import { openOutput } from '../files';
import { isMpuName } from '../targets/mpu-registry';
import { findImplementation } from '../targets/registry';
import { checkFinding } from '../validate';
import { haveMachinesInCommon } from '../workload/machines';
import { boundsOf } from './bounds';
import { EXIT_FAILED } from './exit';
import { huntMpu } from './hunt-mpu';
import { isMissing, tellEnd, writeFindings } from './hunt-results';
import { HuntView } from './hunt-view';
import { interruptible } from './interrupt';
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

/** `lockstep hunt`. @returns the exit status */
export async function hunt(a: string, b: string, given: HuntCommandOptions): Promise<number> {
  if (given.runs !== undefined && given.time !== undefined) {
    throw new InputError('--runs and --time exclude each other');
  }
  if (a === b) throw new InputError(`"${a}" is given twice`);
  if ([a, b].some(isMpuName)) return huntMpu(a, b, given);
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
  if (isMissing(pair)) return EXIT_FAILED;
  const folder = join(given.out, 'findings');
  openOutput(folder);
  return interruptible((signal) => huntGics(pair, given, folder, signal));
}

async function huntGics(
  pair: readonly [Implementation, Implementation],
  given: HuntCommandOptions,
  folder: string,
  signal: AbortSignal,
): Promise<number> {
  const out = process.stdout;
  const bounds = boundsOf(given);
  const view = new HuntView(bounds, out);
  const real = pair.some(({ open }) => open) ? new RealOnes(pair, lanesFor(pair)) : undefined;
  const options: HuntOptions = {
    a: pair[0].twin ?? pair[0],
    b: pair[1].twin ?? pair[1],
    ...(real ? { real } : {}),
    ...bounds,
    maxSteps: given.steps,
    hostile: given.hostile,
    signal,
    onProgress: (progress) => view.update(progress),
  };
  try {
    out.write(`lockstep hunt: seed ${options.seed}, ${pair.map(({ id }) => id).join(', ')}\n`);
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
    for (const finding of findings) checkFinding(finding);
    writeFindings(folder, findings);
    return tellEnd({
      text: renderHunt(summary),
      surprises: result.surprises,
      isExplained: result.unexplainedWorkloads === 0,
      interrupted: summary.interrupted,
    });
  } finally {
    view.stop();
    await real?.close();
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
