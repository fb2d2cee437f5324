import type { Workload } from '../../models/contract/workload';
import type { Trace } from '../../models/contract/trace';
import type { Finding } from '../../reports/schema/report';
import { TargetDied } from '../errors';
import { decode } from '../workload/decode';
import { encode } from '../workload/encode';
import { minimiseElsewhere } from '../workload/shrink';
import { cannotDo, canRun } from './applicable';
import type { Unlike } from './as-twin';
import { AsTwin } from './as-twin';
import type { Deviating, ExactOptions } from './exact';
import { exactGenerator } from './exact';
import { findingId, traceReport } from './findings';
import { Lanes } from './lanes';

/** Workloads tried for one finding: each runs on the real target. */
const TRIES = 600;

/** Findings about a real target and its twin: shrunk on the real one. */
export class ExactFindings {
  private readonly lanes: Lanes;
  private readonly twin: AsTwin;

  constructor(
    private readonly options: ExactOptions,
    private readonly folder: string,
  ) {
    this.lanes = new Lanes(options.target, 1, options.open);
    this.twin = new AsTwin(options.target, options.open ?? {});
  }

  async ofDifference({ index, again, ...first }: Deviating, shrinks: boolean): Promise<Finding> {
    const { target, seed } = this.options;
    const generator = exactGenerator(this.options);
    const encoded = generator.newWorkload();
    generator.generate(0, index, encoded);
    const original = decode(encoded, { seed, shard: 0, index });
    const differs = async (workload: Workload): Promise<boolean> => {
      if (!canRun(target.capabilities, workload.machine)) return false;
      if (cannotDo(target.capabilities, encode(workload))) return false;
      const shown = await this.compare(workload);
      return shown.unlike !== undefined;
    };
    const smaller =
      shrinks && again !== 'as the twin'
        ? await minimiseElsewhere(original, differs, TRIES)
        : original;
    const { shown, unlike } = await this.compare(smaller);
    const { step, state } = unlike ?? first;
    const traces = [
      ...(shown ? [traceReport(target.id, encode(smaller), shown)] : []),
      traceReport(target.twin!.id, encode(smaller), this.twin.runner.trace),
    ];
    const id = findingId('difference', 'DIFFERENCE', smaller);
    return {
      format: 'lockstep-finding-1',
      id,
      kind: 'difference',
      title: titleOf(target.id, state, again),
      implementations: [target.id, target.twin!.id],
      requirements: [],
      step,
      hits: 1,
      origin: { seed, shard: 0, index },
      workload: smaller,
      traces,
      replay: `lockstep replay ${this.folder}/${id}.json${this.flags()} --impl ${target.id} --impl ${target.twin!.id}`,
    };
  }

  private flags(): string {
    const { state, migrates } = this.options.open ?? {};
    return `${state ? ' --white-box' : ''}${migrates ? ' --migrate' : ''}`;
  }

  async close(): Promise<void> {
    await this.lanes.close();
  }

  private async compare(workload: Workload): Promise<{ unlike?: Unlike; shown?: Trace }> {
    const encoded = encode(workload);
    const shown = await this.lanes.run(encoded);
    if (shown instanceof TargetDied) {
      // A death is another matter.
      this.twin.runner.execute(encoded);
      return {};
    }
    return { unlike: this.twin.unlike(encoded, shown), shown };
  }
}

function titleOf(id: string, state: readonly string[], again: Deviating['again']): string {
  const what =
    state.length === 0
      ? 'do not show the same'
      : `do not keep the same after the last step: ${state.join('; ')}`;
  return `${id} and its model ${what} (run again: ${again})`;
}
