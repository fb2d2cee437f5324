import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Capabilities, Implementation } from '../../models/contract/implementation';
import type { Trace } from '../../models/contract/trace';
import type { Pace } from './pace';

/** A real implementation, in a version: what it is, without one running. */
export interface TargetProfile {
  /** As on the command line: `xen:4.20`. */
  id: string;
  title: string;
  capabilities: Capabilities;
  /** How its vCPUs are run; nothing where there is no hypervisor. */
  pace?: Pace;
  /** The model that answers as this target does. */
  twin: Implementation;
  /** Starts one; `close` ends it. Nothing runs before the first workload. */
  open(): Target;
}

/** A real implementation that runs workloads. */
export interface Target {
  readonly profile: TargetProfile;
  /**
   * Runs a workload from a fresh start, and writes what it showed into a trace. Lines are shown of
   * the acting vCPU only.
   * @param workload as the target executes it: see pace.ts
   * @throws TargetDied if it dies, hangs or aborts; the next workload gets a new one
   */
  run(workload: EncodedWorkload, trace: Trace): Promise<void>;
  close(): Promise<void>;
}
