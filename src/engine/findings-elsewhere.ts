import type { Workload } from '../../models/contract/workload';
import { architecture } from '../../models/architecture';
import type { Finding, TraceReport } from '../../reports/schema/report';
import { TargetDied } from '../errors';
import { encode } from '../workload/encode';
import { minimiseElsewhere } from '../workload/shrink';
import { canRun } from './applicable';
import type { TargetDeath } from './campaign';
import type { Failure } from './failures';
import { FindingMaker, traceReport } from './findings';
import type { Judge } from './judge';
import { Lanes } from './lanes';
import { Runner } from './runner';

/** Workloads run on a real target to shrink one. */
const TRIES = 1500;
/** The same where each may cost a boot. */
const DEADLY_TRIES = 200;

/** Findings that are shrunk on the real target, for want of a model of it. */
export class ElsewhereFindingMaker extends FindingMaker {
  /** The finding for a requirement that something real broke which has no model. */
  async ofFailureElsewhere(failure: Failure, shrinks: boolean): Promise<Finding> {
    const { implementations, requirements, seed } = this.options;
    const implementation = implementations[failure.implementation];
    const requirement = requirements[failure.requirement];
    const alone = new Runner(implementation, [requirement]);
    const lanes = new Lanes(implementation, 1);
    const judged = async (runner: Runner, candidate: Workload): Promise<Judge | undefined> => {
      if (!canRun(implementation.capabilities, candidate.machine)) return undefined;
      const shown = await lanes.run(encode(candidate));
      return shown instanceof TargetDied ? undefined : runner.judge(encode(candidate), shown);
    };
    try {
      const original = this.regenerate(failure.index);
      const breaksIt = async (candidate: Workload): Promise<boolean> =>
        ((await judged(alone, candidate))?.brokenNow.length ?? 0) > 0;
      const minimal =
        shrinks && (await breaksIt(original))
          ? await minimiseElsewhere(original, breaksIt, TRIES)
          : original;
      const all = new Runner(implementation, requirements);
      const judge = await judged(all, minimal);
      const broken = judge?.brokenNow.map((index) => requirements[index].id) ?? [];
      const step = judge?.brokenAt[failure.requirement] ?? 0;
      const finding = this.finding(
        'requirement',
        requirement.id,
        `${implementation.id} breaks ${requirement.id}: ${requirement.title}`,
        minimal,
        [],
        [requirement.id, ...broken.filter((id) => id !== requirement.id)],
        Math.max(0, step),
        failure.hits,
        { seed, shard: 0, index: failure.index },
      );
      const own = traceReport(implementation.id, encode(minimal), all.trace);
      return {
        ...finding,
        implementations: [implementation.id],
        traces: [own, ...this.referenceTrace(minimal)],
        replay: `${finding.replay.replace(/ --impl .*$/, '').trimEnd()} --impl ${implementation.id}`,
      };
    } finally {
      await lanes.close();
    }
  }

  /** What the reference shows on a workload, for comparison. */
  private referenceTrace(workload: Workload): TraceReport[] {
    if (!canRun(architecture.capabilities, workload.machine)) return [];
    const runner = new Runner(architecture, []);
    runner.execute(encode(workload));
    return [traceReport(architecture.id, encode(workload), runner.trace)];
  }

  /** The finding for a workload on which a target died, hung or aborted. */
  async ofDeath(
    { implementation: n, index, died }: TargetDeath,
    hits: number,
    shrinks: boolean,
  ): Promise<Finding> {
    const implementation = this.options.implementations[n];
    const lanes = new Lanes(implementation, 1);
    const kills = async (candidate: Workload): Promise<boolean> => {
      if (!canRun(implementation.capabilities, candidate.machine)) return false;
      const shown = await lanes.run(encode(candidate));
      return shown instanceof TargetDied && shown.how === died.how && shown.status === died.status;
    };
    try {
      const original = this.regenerate(index);
      // A hang takes its whole deadline each time.
      const shrinkable = shrinks && died.how !== 'hung' && (await kills(original));
      const minimal = shrinkable
        ? await minimiseElsewhere(original, kills, DEADLY_TRIES)
        : original;
      const finding = this.finding(
        'death',
        'DEATH',
        died.message,
        minimal,
        [],
        [],
        Math.max(0, minimal.steps.length - 1),
        hits,
        { seed: this.options.seed, shard: 0, index },
      );
      return {
        ...finding,
        implementations: [implementation.id],
        traces: this.referenceTrace(minimal),
        replay: `${finding.replay.replace(/ --impl .*$/, '').trimEnd()} --impl ${implementation.id}`,
      };
    } finally {
      await lanes.close();
    }
  }
}
