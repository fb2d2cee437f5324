import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Capabilities, Implementation } from '../../models/contract/implementation';
import type { Trace } from '../../models/contract/trace';

/** A real implementation, in a version: what it is, without one running. */
export interface TargetProfile {
  /** As on the command line: `xen:4.20`. */
  id: string;
  version: string;
  title: string;
  capabilities: Capabilities;
  /** The model that answers as this target does. */
  twin: Implementation;
  /** Starts one; `close` ends it. Nothing runs before the first workload. */
  open(): Target;
}

/** A real implementation that runs workloads. */
export interface Target {
  readonly profile: TargetProfile;
  /**
   * Runs a workload from a fresh start, and writes what it showed into a trace. Lines are those that
   * each vCPU showed when it last ran.
   * @throws TargetDied if it dies, hangs or aborts; the next workload gets a new one
   */
  run(workload: EncodedWorkload, trace: Trace): Promise<void>;
  close(): Promise<void>;
}
