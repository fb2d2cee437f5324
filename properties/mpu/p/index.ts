// Written by bin/write-indexes.js.
import type { MpuRequirement } from '../requirement';

/** Requirements MPU-P: the design of 2023. */
export const requirements: readonly MpuRequirement[] = [];
