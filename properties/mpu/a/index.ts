// Written by bin/write-indexes.js.
import mpua001 from './MPU-A-001';
import mpua002 from './MPU-A-002';
import mpua003 from './MPU-A-003';
import mpua004 from './MPU-A-004';
import mpua005 from './MPU-A-005';
import mpua006 from './MPU-A-006';
import mpua008 from './MPU-A-008';
import mpua009 from './MPU-A-009';
import mpua011 from './MPU-A-011';
import mpua012 from './MPU-A-012';
import mpua013 from './MPU-A-013';
import mpua015 from './MPU-A-015';
import mpua016 from './MPU-A-016';
import mpua017 from './MPU-A-017';
import mpua018 from './MPU-A-018';
import mpua019 from './MPU-A-019';
import mpua020 from './MPU-A-020';
import mpua021 from './MPU-A-021';
import mpua023 from './MPU-A-023';
import mpua024 from './MPU-A-024';
import mpua025 from './MPU-A-025';
import mpua030 from './MPU-A-030';
import mpua031 from './MPU-A-031';
import mpua032 from './MPU-A-032';
import mpua033 from './MPU-A-033';
import mpua034 from './MPU-A-034';
import type { MpuRequirement } from '../requirement';

/** Requirements MPU-A: the architecture. */
export const requirements: readonly MpuRequirement[] = [
  mpua001,
  mpua002,
  mpua003,
  mpua004,
  mpua005,
  mpua006,
  mpua008,
  mpua009,
  mpua011,
  mpua012,
  mpua013,
  mpua015,
  mpua016,
  mpua017,
  mpua018,
  mpua019,
  mpua020,
  mpua021,
  mpua023,
  mpua024,
  mpua025,
  mpua030,
  mpua031,
  mpua032,
  mpua033,
  mpua034,
];
