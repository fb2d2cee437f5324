import type { EncodedWorkload } from '../../../models/contract/encoded';
import type { Implementation, OpenOptions, Remote } from '../../../models/contract/implementation';
import type { Trace } from '../../../models/contract/trace';
import { TargetDied } from '../../../src/errors';
import { Executor } from '../../../src/engine/execute';
import { findImplementation } from '../../../src/targets/registry';

/** What a made-up target does instead of running a workload: throws, or nothing. */
export type Mishap = (workload: EncodedWorkload, nth: number) => Error | undefined;

/** What was opened, run and closed, over all remotes of a made-up target. */
export interface Log {
  opened: number;
  closed: number;
  runs: number;
  /** Workloads that are being run now, and most at one time. */
  running: number;
  most: number;
  /** Runs that began on a remote that was closed already. */
  late: number;
}

/** A target that runs elsewhere, and is a model in truth. */
export interface MadeUp {
  implementation: Implementation;
  log: Log;
}

class MadeUpRemote implements Remote {
  private isClosed = false;

  constructor(
    private readonly model: Implementation,
    private readonly log: Log,
    private readonly mishap: Mishap,
    private readonly options: OpenOptions,
  ) {}

  async run(workload: EncodedWorkload, trace: Trace): Promise<void> {
    const { log } = this;
    if (this.isClosed) log.late++;
    const nth = log.runs++;
    log.most = Math.max(log.most, ++log.running);
    try {
      // A real one takes its time.
      await new Promise((resolve) => setImmediate(resolve));
      const error = this.mishap(workload, nth);
      if (error) throw error;
      const { machine } = workload;
      trace.wantsState = this.options.state === true;
      const { migrates } = this.options;
      new Executor(machine).run(this.model.create(machine), workload, trace, migrates);
    } finally {
      log.running--;
    }
  }

  close(): Promise<void> {
    if (!this.isClosed) this.log.closed++;
    this.isClosed = true;
    return Promise.resolve();
  }
}

/** The model that stands for a target in these tests. */
export function twin(id = 'xen:4.20'): Implementation {
  return findImplementation(id).twin!;
}

/**
 * A target with a twin, that is a model in truth: its twin, or another.
 * @param shows what it really is
 */
export function madeUp(
  given: Implementation = twin(),
  { shows = given, mishap = () => undefined }: { shows?: Implementation; mishap?: Mishap } = {},
): MadeUp {
  const log: Log = { opened: 0, closed: 0, runs: 0, running: 0, most: 0, late: 0 };
  const implementation: Implementation = {
    id: given.id.replace('twin:', 'real:'),
    version: given.version,
    title: 'made up',
    capabilities: given.capabilities,
    deviations: given.deviations,
    twin: given,
    create: () => {
      throw new Error('it runs elsewhere');
    },
    open: (options = {}) => {
      log.opened++;
      return new MadeUpRemote(shows, log, mishap, options);
    },
  };
  return { implementation, log };
}

export function death(): TargetDied {
  return new TargetDied('real', 'exited', 'status 1', 'Assertion failed');
}

/** Lets everything happen that is under way. */
export async function settle(turns = 20): Promise<void> {
  for (let n = 0; n < turns; n++) await new Promise((resolve) => setImmediate(resolve));
}
