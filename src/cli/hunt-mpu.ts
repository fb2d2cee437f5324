import { join } from 'node:path';
import type {
  MpuHypervisorImplementation,
  MpuImplementation,
  MpuProcessorImplementation,
} from '../../models/contract/mpu-implementation';
import type { HuntSummary } from '../../reports/render/hunt';
import { renderHunt } from '../../reports/render/hunt';
import type { MpuFinding } from '../../reports/schema/mpu-finding';
import type { MpuHuntOptions, MpuHuntResult } from '../engine/mpu/hunt';
import { MpuHunt } from '../engine/mpu/hunt';
import { MpuHuntFindings } from '../engine/mpu/hunt-findings';
import { haveMpuMachinesInCommon } from '../engine/mpu/pieces';
import { InputError } from '../errors';
import { openOutput } from '../files';
import { findMpuImplementation, isMpuName } from '../targets/mpu-registry';
import { findImplementation } from '../targets/registry';
import { checkMpuFinding } from '../validate';
import { boundsOf } from './bounds';
import { EXIT_FAILED } from './exit';
import type { HuntCommandOptions } from './hunt';
import { huntHypervisors } from './hunt-mpu-hypervisors';
import { isMissing, tellEnd, writeFindings } from './hunt-results';
import { HuntView } from './hunt-view';
import { interruptible } from './interrupt';

/** What a hunt is given, the rest filled in. */
export interface MpuHuntGiven {
  seed: number;
  runs?: number;
  seconds?: number;
  out: string;
}

type Pair<T> = readonly [T, T];

/** `lockstep hunt` where at least one of the two has an MPU. @returns the exit status */
export async function huntMpu(a: string, b: string, given: HuntCommandOptions): Promise<number> {
  for (const [id, other] of [
    [a, b],
    [b, a],
  ]) {
    if (isMpuName(id)) continue;
    findImplementation(id);
    throw new InputError(`${id} is a GIC and ${other} an MPU: they run different workloads`);
  }
  const pair = [findMpuImplementation(a), findMpuImplementation(b)] as const;
  const options: MpuHuntGiven = {
    ...boundsOf(given),
    out: given.out,
  };
  if (areProcessors(pair)) return huntProcessors(pair, options);
  if (areHypervisors(pair)) return huntHypervisors(pair, options);
  const [one, other] = pair;
  throw new InputError(
    `${one.id} is a ${one.kind} and ${other.id} a ${other.kind}: they run different workloads; ` +
      judgedInstead(pair),
  );
}

const areProcessors = (pair: Pair<MpuImplementation>): pair is Pair<MpuProcessorImplementation> =>
  pair.every(({ kind }) => kind === 'processor');
const areHypervisors = (pair: Pair<MpuImplementation>): pair is Pair<MpuHypervisorImplementation> =>
  pair.every(({ kind }) => kind === 'hypervisor');

/** What to do with two that cannot be compared. */
export function judgedInstead(pair: Pair<MpuImplementation>): string {
  const ids = pair.map(({ id }) => `--impl ${id}`).join(' ');
  return `lockstep run ${ids} --requirements 'MPU-*' judges each by itself`;
}

/** What a hunt found, made small; on Ctrl-C as small as it is by then. */
async function findingsOf(
  maker: MpuHuntFindings,
  result: MpuHuntResult,
  view: HuntView,
  signal: AbortSignal,
): Promise<{ known: MpuFinding[]; unexplained: MpuFinding[] }> {
  const known: MpuFinding[] = [];
  const unexplained: MpuFinding[] = [];
  try {
    for (const cause of [...result.known].sort((x, y) => y.hits - x.hits)) {
      view.shrinking('known cause', known.length + 1, result.known.length);
      known.push(await maker.ofCause(cause, signal));
    }
    for (const [n, program] of result.unexplained.entries()) {
      view.shrinking('unexplained difference', n + 1, result.unexplained.length);
      const finding = await maker.ofUnexplained(program, signal);
      const same = unexplained.find(({ id }) => id === finding.id);
      if (same) same.hits++;
      else unexplained.push(finding);
    }
  } finally {
    await maker.close();
  }
  return { known, unexplained };
}

async function huntProcessors(
  pair: Pair<MpuProcessorImplementation>,
  given: MpuHuntGiven,
): Promise<number> {
  const [a, b] = pair;
  if (!haveMpuMachinesInCommon(pair)) {
    throw new InputError(`${a.id} and ${b.id} have no machine in common; ${judgedInstead(pair)}`);
  }
  if (isMissing(pair)) return EXIT_FAILED;
  const folder = join(given.out, 'findings');
  openOutput(folder);
  return interruptible(async (signal) => {
    const out = process.stdout;
    out.write(`lockstep hunt: seed ${given.seed}, ${a.id}, ${b.id}\n`);
    const view = new HuntView(given, out);
    const onProgress: MpuHuntOptions['onProgress'] = (progress) => view.update(progress);
    const options: MpuHuntOptions = { ...given, pair, signal, onProgress };
    const found = new MpuHunt(options);
    const result = await found.run();
    const maker = new MpuHuntFindings(pair, found.models, given.out);
    const { known, unexplained } = await findingsOf(maker, result, view, signal);
    view.stop();
    writeFindings(folder, [...known, ...unexplained].map(checkMpuFinding));
    const interrupted = result.interrupted || signal.aborted;
    const summary: HuntSummary<MpuFinding> = {
      ...{ pair: [a.id, b.id], workloads: result.programs, agreed: result.agreed, interrupted },
      ...{ allowed: [], known, unexplained, undecided: 0, folder },
      unexplainedWorkloads: result.unexplainedPrograms,
    };
    return tellEnd({
      text: renderHunt(summary),
      surprises: result.surprises,
      isExplained: result.unexplainedPrograms === 0,
      interrupted,
    });
  });
}
