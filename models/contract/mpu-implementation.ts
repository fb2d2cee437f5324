import type { Deviation } from './implementation';
import type { MpuMachine } from './mpu';
import type { EncodedMpuProgram } from './mpu-encoded';
import type { MpuLayout } from './mpu-layout';
import type { MpuHypervisor } from './mpu-script';

interface Named {
  /** Profile, as on the command line: `model:pmsav8`. */
  id: string;
  version: string;
  title: string;
  /** What this profile is documented to do otherwise than the requirements ask. */
  deviations: readonly Deviation[];
}

/** Machines that an implementation can be. */
export interface MpuMachines {
  formats: readonly (32 | 64)[];
  /** Numbers of regions of EL1 and of EL2; any from 0 to 255 if not given. */
  regions?: readonly { el1Regions: number; el2Regions: number }[];
  /** EL1 may have VMSA. */
  vmsa: boolean;
  /** A hypervisor runs on up to so many CPUs; on 1 if not given. */
  cpus?: number;
  /** A hypervisor looks at ID_AA64MMFR0_EL1, so that MSA and MSA_frac may be other ones. */
  anyMsa?: boolean;
}

/** Runs region programs, each from reset. */
export interface MpuProcessor {
  /** @param observations OBSERVED_STRIDE words for each step */
  run(program: EncodedMpuProgram, observations: Int32Array): void;
}

/** A processor that runs elsewhere. */
export interface RemoteMpuProcessor {
  /**
   * @returns for each program why it could not be run there, or nothing
   * @throws TargetDied if it dies, hangs or aborts; the next programs get a new one
   */
  run(
    programs: readonly EncodedMpuProgram[],
    observations: readonly Int32Array[],
  ): Promise<(Error | undefined)[]>;
  close(): Promise<void>;
}

/** An MPU that can be tested by region programs, in a version. */
export interface MpuProcessorImplementation extends Named {
  kind: 'processor';
  machines: MpuMachines;
  /** First and last byte that programs may name; the whole address space if not given. */
  memory?: { first: number; last: number };
  create(machine: MpuMachine): MpuProcessor;
  /** What runs elsewhere: starts one. Nothing is booted before the first program. */
  open?(): RemoteMpuProcessor;
  /** What runs elsewhere: the model that answers as it does, step by step. */
  twin?: MpuProcessorImplementation;
  /** The same with the deviations of these ids mended; only models can do that. */
  repaired?(ids: readonly string[]): MpuProcessorImplementation;
}

/** A hypervisor on an MPU that can be tested by scripts, in a version. */
export interface MpuHypervisorImplementation extends Named {
  kind: 'hypervisor';
  /** `upstream`: Xen's region map as it is in 2026. `2023`: the earlier design, in any of its variants. */
  design: 'upstream' | '2023';
  machines: MpuMachines;
  /** The phases of booting, in order. */
  phases: readonly string[];
  /** Kinds of step (`step` of MpuScriptStep) that it knows, beside `boot` and `probe`. */
  steps: readonly string[];
  create(machine: MpuMachine, layout: MpuLayout): MpuHypervisor;
  /** Of what is real: the model that shows the same, step by step. */
  twin?: MpuHypervisorImplementation;
  /** The same with the deviations of these ids mended. */
  repaired?(ids: readonly string[]): MpuHypervisorImplementation;
}

export type MpuImplementation = MpuProcessorImplementation | MpuHypervisorImplementation;
