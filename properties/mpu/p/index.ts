// Written by bin/write-indexes.js.
import mpup001 from './MPU-P-001';
import mpup002 from './MPU-P-002';
import mpup003 from './MPU-P-003';
import mpup004 from './MPU-P-004';
import mpup005 from './MPU-P-005';
import mpup006 from './MPU-P-006';
import mpup007 from './MPU-P-007';
import mpup020 from './MPU-P-020';
import mpup021 from './MPU-P-021';
import mpup022 from './MPU-P-022';
import mpup023 from './MPU-P-023';
import mpup024 from './MPU-P-024';
import mpup025 from './MPU-P-025';
import mpup026 from './MPU-P-026';
import mpup040 from './MPU-P-040';
import mpup041 from './MPU-P-041';
import mpup042 from './MPU-P-042';
import mpup043 from './MPU-P-043';
import mpup044 from './MPU-P-044';
import mpup060 from './MPU-P-060';
import mpup061 from './MPU-P-061';
import mpup062 from './MPU-P-062';
import mpup063 from './MPU-P-063';
import mpup064 from './MPU-P-064';
import type { MpuRequirement } from '../requirement';

/** Requirements MPU-P: the design of 2023. */
export const requirements: readonly MpuRequirement[] = [
  mpup001,
  mpup002,
  mpup003,
  mpup004,
  mpup005,
  mpup006,
  mpup007,
  mpup020,
  mpup021,
  mpup022,
  mpup023,
  mpup024,
  mpup025,
  mpup026,
  mpup040,
  mpup041,
  mpup042,
  mpup043,
  mpup044,
  mpup060,
  mpup061,
  mpup062,
  mpup063,
  mpup064,
];
