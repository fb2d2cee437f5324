import type { MpuProcessorImplementation } from '../../../models/contract/mpu-implementation';

/** A model that answers as a real processor does, deviations included. */
export interface MpuTwin extends MpuProcessorImplementation {
  /** The same with the deviations of these ids mended; with all, what the architecture says. */
  repaired(ids: readonly string[]): MpuTwin;
}
