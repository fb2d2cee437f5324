// Written by bin/write-indexes.js.
import type { MpuRequirement } from '../requirement';

/** Requirements MPU-X: Xen's region map. */
export const requirements: readonly MpuRequirement[] = [];
