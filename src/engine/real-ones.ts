import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Implementation } from '../../models/contract/implementation';
import type { Trace } from '../../models/contract/trace';
import type { Finding, TraceReport } from '../../reports/schema/report';
import { allRequirements } from '../../properties';
import { TargetDied } from '../errors';
import { encode } from '../workload/encode';
import { AsTwin } from './as-twin';
import { traceReport } from './findings';
import { Lanes } from './lanes';
import { Runner } from './runner';

type Explanation = NonNullable<Finding['explanation']>[number];

/** Something a real implementation did that its model does not say. */
export interface Surprise {
  implementation: string;
  index: number;
  /** First step at which it is not as its twin; nothing if it died. */
  step?: number;
  died?: TargetDied;
}

/** Whether a target hung where its twin, which just ran the workload, says that it makes no progress. */
export function isForetold(died: TargetDied, twin: Runner, { machine }: EncodedWorkload): boolean {
  return died.how === 'hung' && twin.systemFor(machine).isStuck === true;
}

/** The real ones among some implementations, beside the models that explain what they do. */
export class RealOnes {
  private readonly real: {
    implementation: Implementation;
    lanes: Lanes;
    against: AsTwin;
    /** Says which requirements a confirmed finding breaks. */
    judged: Runner;
  }[];

  /** @param lanes of each real implementation */
  constructor(
    private readonly given: readonly Implementation[],
    lanes: number,
  ) {
    this.real = given
      .filter(({ open, twin }) => open && twin)
      .map((implementation) => ({
        implementation,
        lanes: new Lanes(implementation, lanes),
        against: new AsTwin(implementation, {}),
        judged: new Runner(implementation, allRequirements()),
      }));
  }

  /** Runs a workload on those that are real. The workload may be overwritten meanwhile. */
  async run(workload: EncodedWorkload): Promise<(Trace | TargetDied)[]> {
    return Promise.all(this.real.map(({ lanes }) => lanes.run(workload)));
  }

  /** Where what they showed is not what their twins show: then nothing can be explained. */
  surprises(
    workload: EncodedWorkload,
    index: number,
    shown: readonly (Trace | TargetDied)[],
  ): Surprise[] {
    const found: Surprise[] = [];
    this.real.forEach(({ implementation: { id }, against }, n) => {
      const trace = shown[n];
      if (trace instanceof TargetDied) {
        const twin = against.runner;
        twin.execute(workload);
        if (!isForetold(trace, twin, workload)) {
          found.push({ implementation: id, index, died: trace });
        }
        return;
      }
      const unlike = against.unlike(workload, trace);
      if (unlike) found.push({ implementation: id, index, step: unlike.step });
    });
    return found;
  }

  /**
   * Replays a finding made with the twins on the real implementations. Where a deviation had to be
   * mended to show it, only the twins can show it.
   */
  async confirmed(finding: Finding): Promise<Finding> {
    if (this.real.length === 0) return finding;
    const named = this.real.map(({ implementation }) => implementation.twin!.id);
    const plain = this.given.flatMap(({ id, twin }) => [id, twin?.id]);
    const isPlain = finding.traces.every(({ implementation }) => plain.includes(implementation));
    if (!finding.traces.some(({ implementation }) => named.includes(implementation)))
      return finding;
    if (!isPlain) return { ...finding, title: `${finding.title} (shown on the models)` };
    const workload = encode(finding.workload);
    let isConfirmed = true;
    const broken = new Set(finding.requirements);
    const traces: TraceReport[] = [];
    for (const trace of finding.traces) {
      const real = this.real[named.indexOf(trace.implementation)];
      const shown = real && (await real.lanes.run(workload));
      if (shown === undefined || shown instanceof TargetDied) {
        isConfirmed &&= shown === undefined;
        traces.push(trace);
        continue;
      }
      isConfirmed &&= !real.against.unlike(workload, shown);
      traces.push(traceReport(real.implementation.id, workload, shown));
      for (const n of real.judged.judge(workload, shown).brokenNow) {
        broken.add(real.judged.requirements[n].id);
      }
    }
    const ids = traces.map(({ implementation }) => `--impl ${implementation}`).join(' ');
    const { cause, explanation } = finding;
    return {
      ...finding,
      ...(cause ? { cause: cause.map((name) => this.named(name)) } : {}),
      ...(explanation ? { explanation: explanation.map((one) => this.explained(one)) } : {}),
      implementations: finding.implementations.map((id) => this.realIdOf(id)),
      requirements: [...broken],
      title: isConfirmed ? finding.title : `${finding.title} (not confirmed)`,
      traces,
      replay: finding.replay.replace(/( --impl \S+)+$/, ` ${ids}`),
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.real.map(({ lanes }) => lanes.close()));
  }

  private realIdOf(id: string): string {
    return this.given.find(({ twin }) => twin?.id === id)?.id ?? id;
  }

  /** `twin:xen:4.20 DIFF-03` becomes `xen:4.20 DIFF-03`. */
  private named(cause: string): string {
    const [id, ...rest] = cause.split(' ');
    return [this.realIdOf(id), ...rest].join(' ');
  }

  private explained(one: Explanation): Explanation {
    return one.implementation ? { ...one, implementation: this.realIdOf(one.implementation) } : one;
  }
}
