// Written by bin/write-indexes.js.
import mpux001 from './MPU-X-001';
import mpux002 from './MPU-X-002';
import mpux003 from './MPU-X-003';
import mpux004 from './MPU-X-004';
import mpux005 from './MPU-X-005';
import mpux006 from './MPU-X-006';
import mpux007 from './MPU-X-007';
import mpux010 from './MPU-X-010';
import mpux011 from './MPU-X-011';
import mpux012 from './MPU-X-012';
import mpux020 from './MPU-X-020';
import mpux021 from './MPU-X-021';
import mpux022 from './MPU-X-022';
import mpux023 from './MPU-X-023';
import mpux024 from './MPU-X-024';
import mpux025 from './MPU-X-025';
import mpux026 from './MPU-X-026';
import mpux027 from './MPU-X-027';
import mpux028 from './MPU-X-028';
import mpux029 from './MPU-X-029';
import mpux030 from './MPU-X-030';
import mpux031 from './MPU-X-031';
import mpux032 from './MPU-X-032';
import mpux033 from './MPU-X-033';
import mpux040 from './MPU-X-040';
import mpux041 from './MPU-X-041';
import mpux042 from './MPU-X-042';
import mpux043 from './MPU-X-043';
import mpux044 from './MPU-X-044';
import mpux050 from './MPU-X-050';
import mpux051 from './MPU-X-051';
import mpux052 from './MPU-X-052';
import mpux060 from './MPU-X-060';
import mpux061 from './MPU-X-061';
import mpux063 from './MPU-X-063';
import type { MpuRequirement } from '../requirement';

/** Requirements MPU-X: Xen's region map. */
export const requirements: readonly MpuRequirement[] = [
  mpux001,
  mpux002,
  mpux003,
  mpux004,
  mpux005,
  mpux006,
  mpux007,
  mpux010,
  mpux011,
  mpux012,
  mpux020,
  mpux021,
  mpux022,
  mpux023,
  mpux024,
  mpux025,
  mpux026,
  mpux027,
  mpux028,
  mpux029,
  mpux030,
  mpux031,
  mpux032,
  mpux033,
  mpux040,
  mpux041,
  mpux042,
  mpux043,
  mpux044,
  mpux050,
  mpux051,
  mpux052,
  mpux060,
  mpux061,
  mpux063,
];
