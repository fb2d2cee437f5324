import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import type {
  MpuProcessor,
  MpuProcessorImplementation,
} from '../../../models/contract/mpu-implementation';
import type { MpuMachine } from '../../../models/contract/mpu';

/** Why an access faults. */
export const FaultReason = { None: 0, NoRegion: 1, Several: 2, Permission: 3 } as const;

export const faultReasonNames = ['none', 'no region', 'several regions', 'permission'] as const;

/** A model of a real processor. */
export interface MpuTwinProcessor extends MpuProcessor {
  /** @param reasons if given: for each step that faults, `FaultReason` */
  run(program: EncodedMpuProgram, observations: Int32Array, reasons?: Uint8Array): void;
}

/** A model that answers as a real processor does, deviations included. */
export interface MpuTwin extends MpuProcessorImplementation {
  create(machine: MpuMachine): MpuTwinProcessor;
  /** The same with the deviations of these ids mended; with all, what the architecture says. */
  repaired(ids: readonly string[]): MpuTwin;
}
