import type {
  Capabilities,
  Implementation,
  OpenOptions,
  Remote,
} from '../../models/contract/implementation';

/** A real implementation, in a version: what it is, without one running. */
export interface TargetProfile {
  /** As on the command line: `xen:4.20`. */
  id: string;
  version: string;
  title: string;
  capabilities: Capabilities;
  /** The model that answers as this target does, where there is one. */
  twin?: Implementation;
  /** Its vCPUs exit when they happen to. */
  isFree?: true;
  /** Starts one; `close` ends it. Nothing runs before the first workload. */
  open(options?: OpenOptions): Target;
}

/** A real implementation that runs workloads. Lines are those that each vCPU showed when it last ran. */
export interface Target extends Remote {
  readonly profile: TargetProfile;
  /** Operations that it executed so far, for the workloads and around them. */
  readonly operations: number;
}

/** A target as an implementation under test. What it is known to do otherwise is what its twin is. */
export function implementationOf(profile: TargetProfile): Implementation {
  const { id, version, title, capabilities, twin, isFree } = profile;
  return {
    id,
    version,
    title,
    capabilities,
    deviations: twin?.deviations ?? [],
    ...(twin ? { twin } : {}),
    ...(isFree ? { isFree } : {}),
    open: (options) => profile.open(options),
    create: () => {
      throw new Error(`${id} runs elsewhere`);
    },
  };
}
