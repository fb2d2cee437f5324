// Written by bin/write-indexes.js.
import gicCPU001 from './GIC-CPU-001';
import gicCPU002 from './GIC-CPU-002';
import gicCPU003 from './GIC-CPU-003';
import gicCPU004 from './GIC-CPU-004';
import gicCPU010 from './GIC-CPU-010';
import gicCPU011 from './GIC-CPU-011';
import gicCPU012 from './GIC-CPU-012';
import gicCPU013 from './GIC-CPU-013';
import gicCPU020 from './GIC-CPU-020';
import gicCPU021 from './GIC-CPU-021';
import gicCPU022 from './GIC-CPU-022';
import gicCPU023 from './GIC-CPU-023';
import gicCPU024 from './GIC-CPU-024';
import gicCPU025 from './GIC-CPU-025';
import gicCPU026 from './GIC-CPU-026';
import gicCPU027 from './GIC-CPU-027';
import gicCPU030 from './GIC-CPU-030';
import gicCPU031 from './GIC-CPU-031';
import gicCPU032 from './GIC-CPU-032';
import gicCPU033 from './GIC-CPU-033';
import gicCPU034 from './GIC-CPU-034';
import gicCPU040 from './GIC-CPU-040';
import gicCPU041 from './GIC-CPU-041';
import gicCPU042 from './GIC-CPU-042';
import gicCPU043 from './GIC-CPU-043';
import gicCPU044 from './GIC-CPU-044';
import gicCPU045 from './GIC-CPU-045';
import gicCPU046 from './GIC-CPU-046';
import gicCPU047 from './GIC-CPU-047';
import gicCPU048 from './GIC-CPU-048';
import type { Requirement } from '../../requirement';

/** Requirements GIC-CPU with a checker, in the order of the digest. */
export const requirements: readonly Requirement[] = [
  gicCPU001,
  gicCPU002,
  gicCPU003,
  gicCPU004,
  gicCPU010,
  gicCPU011,
  gicCPU012,
  gicCPU013,
  gicCPU020,
  gicCPU021,
  gicCPU022,
  gicCPU023,
  gicCPU024,
  gicCPU025,
  gicCPU026,
  gicCPU027,
  gicCPU030,
  gicCPU031,
  gicCPU032,
  gicCPU033,
  gicCPU034,
  gicCPU040,
  gicCPU041,
  gicCPU042,
  gicCPU043,
  gicCPU044,
  gicCPU045,
  gicCPU046,
  gicCPU047,
  gicCPU048,
];
