import { createHash } from 'node:crypto';
import type { EncodedWorkload } from '../../models/contract/encoded';
import { KIND, StepKind, STRIDE } from '../../models/contract/encoded';
import type { Trace } from '../../models/contract/trace';
import type { Workload } from '../../models/contract/workload';
import { MAX_VCPUS } from '../../models/contract/machine';
import { Outcome, lineNames, outcomeNames } from '../../models/contract/observation';
import type { Finding, TraceReport } from '../../reports/schema/report';
import type { CampaignOptions, CampaignResult } from './campaign';
import type { Failure } from './failures';
import { canRun } from './applicable';
import { findDifference, viewOfBoth } from './compare';
import { Runner } from './runner';
import { decode } from '../workload/decode';
import { encode } from '../workload/encode';
import { Generator } from '../workload/generator';
import { offersOf } from '../workload/machines';
import { minimise } from '../workload/shrink';

/** Steps whose operands depend on earlier results: what they wrote is worth showing. */
const RELATIVE: ReadonlySet<number> = new Set([
  StepKind.Eoi,
  StepKind.Deactivate,
  StepKind.Sgi,
  StepKind.ListRegister,
  StepKind.Restore,
]);

/** The readable form of a trace. */
export function traceReport(
  implementation: string,
  workload: EncodedWorkload,
  trace: Trace,
): TraceReport {
  const observations: TraceReport['observations'] = [];
  for (let step = 0; step < trace.length; step++) {
    const outcome = outcomeNames[trace.outcome[step]];
    const lines: string[] = [];
    for (let v = 0; v < workload.machine.vcpus; v++) {
      const bits = trace.lines[step * MAX_VCPUS + v];
      lineNames.forEach((name, bit) => {
        if ((bits >>> bit) & 1) lines.push(`${name}@${v}`);
      });
    }
    const kind = workload.steps[step * STRIDE + KIND];
    const wrote = trace.outcome[step] === Outcome.None && RELATIVE.has(kind);
    const shows = trace.outcome[step] === Outcome.Value || wrote;
    const high = trace.high[step] >>> 0;
    // For EOI and DIR steps the high word tells the register, not a value.
    const ends = kind === StepKind.Eoi || kind === StepKind.Deactivate;
    const wide = !ends && high !== 0;
    const low = (trace.low[step] >>> 0).toString(16);
    const value = wide ? `0x${high.toString(16)}${low.padStart(8, '0')}` : `0x${low}`;
    observations.push({ outcome, ...(shows ? { value } : {}), lines });
  }
  return { implementation, observations };
}

/** Same content, same id: the requirement or pair, and the minimal workload. */
export function findingId(kind: string, subject: string, workload: Workload): string {
  const text = JSON.stringify([kind, subject, workload.machine, workload.steps]);
  return `${subject}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

/** Makes findings out of a campaign's failures: shrunk, replayed, described. */
export class FindingMaker {
  private readonly generator: Generator;

  constructor(
    protected readonly options: CampaignOptions,
    private readonly folder: string,
  ) {
    this.generator = new Generator(options.seed, {
      offers: offersOf(options.implementations.map((i) => i.capabilities)),
      maxSteps: options.maxSteps,
      hostile: options.hostile,
    });
  }

  protected regenerate(index: number): Workload {
    const encoded = this.generator.newWorkload();
    this.generator.generate(0, index, encoded);
    return decode(encoded, { seed: this.options.seed, shard: 0, index });
  }

  /** The finding for a broken requirement. @param shrinks whether to look for a minimal workload */
  ofFailure(failure: Failure, shrinks = true): Finding {
    const { implementations, requirements, seed } = this.options;
    const given = implementations[failure.implementation];
    // What is real is shrunk on its model, if that shows the same; see RealOnes.confirmed.
    const implementation = given.twin ?? given;
    const requirement = requirements[failure.requirement];
    const alone = new Runner(implementation, [requirement]);
    const original = this.regenerate(failure.index);
    const breaksIt = (candidate: Workload): boolean =>
      canRun(implementation.capabilities, candidate.machine) &&
      alone.run(encode(candidate)).brokenNow.length > 0;
    const minimal = shrinks && breaksIt(original) ? minimise(original, breaksIt) : original;
    const encoded = encode(minimal);
    const runner = new Runner(implementation, requirements);
    const judge = runner.run(encoded);
    const broken = judge.brokenNow.map((index) => requirements[index].id);
    const step = alone.run(encoded).brokenAt[0];
    return this.finding(
      'requirement',
      `${requirement.id}`,
      `${given.id} breaks ${requirement.id}: ${requirement.title}`,
      minimal,
      [implementation.id],
      [requirement.id, ...broken.filter((id) => id !== requirement.id)],
      step,
      failure.hits,
      { seed, shard: 0, index: failure.index },
    );
  }

  /** The finding for a difference that nothing explains. @param shrinks as for `ofFailure` */
  ofDifference(result: CampaignResult, nth: number, shrinks = true): Finding {
    const comparison = result.comparisons[nth];
    const { implementations, seed } = this.options;
    const pair = [implementations[comparison.a], implementations[comparison.b]];
    const runners = pair.map((implementation) => new Runner(implementation, []));
    const view = viewOfBoth(pair[0], pair[1]);
    const differs = (candidate: Workload): number => {
      if (!pair.every((one) => canRun(one.capabilities, candidate.machine))) return -1;
      const encoded = encode(candidate);
      for (const runner of runners) runner.execute(encoded);
      const found = findDifference(encoded, runners[0].trace, runners[1].trace, view);
      return found.find(({ divergence }) => !divergence)?.step ?? -1;
    };
    const original = this.regenerate(comparison.firstUnexplained);
    const minimal = shrinks ? minimise(original, (candidate) => differs(candidate) >= 0) : original;
    const ids = pair.map(({ id }) => id);
    return this.finding(
      'difference',
      'DIFFERENCE',
      `${ids.join(' and ')} differ, and no allowed divergence explains it`,
      minimal,
      ids,
      [],
      differs(minimal),
      comparison.unexplained,
      { seed, shard: 0, index: comparison.firstUnexplained },
    );
  }

  protected finding(
    kind: Finding['kind'],
    subject: string,
    title: string,
    workload: Workload,
    culprits: string[],
    requirements: string[],
    step: number,
    hits: number,
    origin: NonNullable<Finding['origin']>,
  ): Finding {
    const encoded = encode(workload);
    // Beside those that the finding is about, the first one shows what was expected.
    const shown = this.options.implementations
      .map((one) => one.twin ?? one)
      .filter(({ open }) => !open)
      .filter(
        (one, n) =>
          culprits.includes(one.id) || (n === 0 && canRun(one.capabilities, workload.machine)),
      );
    const traces = shown.map((implementation) => {
      const runner = new Runner(implementation, []);
      runner.execute(encoded);
      return traceReport(implementation.id, encoded, runner.trace);
    });
    const id = findingId(kind, subject, workload);
    const impls = shown.map((i) => `--impl ${i.id}`).join(' ');
    const file = `${this.folder}/findings/${id}.json`;
    const replay = `lockstep replay ${/\s/.test(file) ? JSON.stringify(file) : file} ${impls}`;
    return {
      format: 'lockstep-finding-1',
      id,
      kind,
      title,
      implementations: culprits,
      requirements,
      step,
      hits,
      origin,
      workload,
      traces,
      replay,
    };
  }
}
