// Written by bin/write-indexes.js.
import giccpu001 from './GIC-CPU-001';
import giccpu002 from './GIC-CPU-002';
import giccpu003 from './GIC-CPU-003';
import giccpu004 from './GIC-CPU-004';
import giccpu010 from './GIC-CPU-010';
import giccpu011 from './GIC-CPU-011';
import giccpu012 from './GIC-CPU-012';
import giccpu013 from './GIC-CPU-013';
import giccpu020 from './GIC-CPU-020';
import giccpu021 from './GIC-CPU-021';
import giccpu022 from './GIC-CPU-022';
import giccpu023 from './GIC-CPU-023';
import giccpu024 from './GIC-CPU-024';
import giccpu025 from './GIC-CPU-025';
import giccpu026 from './GIC-CPU-026';
import giccpu027 from './GIC-CPU-027';
import giccpu030 from './GIC-CPU-030';
import giccpu031 from './GIC-CPU-031';
import giccpu032 from './GIC-CPU-032';
import giccpu033 from './GIC-CPU-033';
import giccpu034 from './GIC-CPU-034';
import giccpu040 from './GIC-CPU-040';
import giccpu041 from './GIC-CPU-041';
import giccpu042 from './GIC-CPU-042';
import giccpu043 from './GIC-CPU-043';
import giccpu044 from './GIC-CPU-044';
import giccpu045 from './GIC-CPU-045';
import giccpu046 from './GIC-CPU-046';
import giccpu047 from './GIC-CPU-047';
import giccpu048 from './GIC-CPU-048';
import type { Requirement } from '../../requirement';

/** Requirements GIC-CPU with a checker, in the order of the digest. */
export const requirements: readonly Requirement[] = [
  giccpu001,
  giccpu002,
  giccpu003,
  giccpu004,
  giccpu010,
  giccpu011,
  giccpu012,
  giccpu013,
  giccpu020,
  giccpu021,
  giccpu022,
  giccpu023,
  giccpu024,
  giccpu025,
  giccpu026,
  giccpu027,
  giccpu030,
  giccpu031,
  giccpu032,
  giccpu033,
  giccpu034,
  giccpu040,
  giccpu041,
  giccpu042,
  giccpu043,
  giccpu044,
  giccpu045,
  giccpu046,
  giccpu047,
  giccpu048,
];
