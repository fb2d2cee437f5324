import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Implementation, OpenOptions, Remote } from '../../models/contract/implementation';
import { STRIDE } from '../../models/contract/encoded';
import { Trace } from '../../models/contract/trace';
import { TargetDied } from '../errors';

/** Several of one implementation that runs elsewhere, side by side. */
export class Lanes {
  private closed = false;
  private readonly lanes: { remote: Remote; last: Promise<unknown>; waiting: number }[];

  constructor(implementation: Implementation, count: number, options?: OpenOptions) {
    this.lanes = Array.from({ length: count }, () => ({
      remote: implementation.open!(options),
      last: Promise.resolve(),
      waiting: 0,
    }));
  }

  /**
   * Runs a workload on the lane that has least to do. The workload may be overwritten meanwhile.
   * @returns what it showed, or how it died
   */
  run(workload: EncodedWorkload): Promise<Trace | TargetDied> {
    const copy = { ...workload, steps: workload.steps.slice(0, workload.length * STRIDE) };
    const lane = this.lanes.reduce((a, b) => (b.waiting < a.waiting ? b : a));
    lane.waiting++;
    const result = lane.last.then(async () => {
      if (this.closed) throw new Error('closed before the workload had its turn');
      const trace = new Trace(copy.length);
      try {
        await lane.remote.run(copy, trace);
        return trace;
      } catch (error) {
        if (error instanceof TargetDied) return error;
        throw error;
      }
    });
    lane.last = result.catch(() => undefined).finally(() => lane.waiting--);
    return result;
  }

  /** Ends them all; workloads that wait are not run any more. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.lanes.map(({ remote }) => remote.close()));
    await Promise.all(this.lanes.map(({ last }) => last));
  }
}
