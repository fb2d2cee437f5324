// Written by bin/write-indexes.js.
import mpua004 from './MPU-A-004';
import mpua024 from './MPU-A-024';
import type { MpuRequirement } from '../requirement';

/** Requirements MPU-A: the architecture. */
export const requirements: readonly MpuRequirement[] = [mpua004, mpua024];
