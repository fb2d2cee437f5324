// Written by bin/write-indexes.js.
import gicHCR001 from './GIC-HCR-001';
import gicHCR002 from './GIC-HCR-002';
import gicHCR003 from './GIC-HCR-003';
import gicHCR004 from './GIC-HCR-004';
import gicHCR005 from './GIC-HCR-005';
import gicHCR006 from './GIC-HCR-006';
import gicHCR007 from './GIC-HCR-007';
import gicHCR008 from './GIC-HCR-008';
import gicHCR009 from './GIC-HCR-009';
import gicHCR010 from './GIC-HCR-010';
import gicHCR011 from './GIC-HCR-011';
import gicHCR012 from './GIC-HCR-012';
import gicHCR013 from './GIC-HCR-013';
import gicHCR014 from './GIC-HCR-014';
import gicHCR015 from './GIC-HCR-015';
import gicHCR016 from './GIC-HCR-016';
import type { Requirement } from '../../requirement';

/** Requirements GIC-HCR with a checker, in the order of the digest. */
export const requirements: readonly Requirement[] = [
  gicHCR001,
  gicHCR002,
  gicHCR003,
  gicHCR004,
  gicHCR005,
  gicHCR006,
  gicHCR007,
  gicHCR008,
  gicHCR009,
  gicHCR010,
  gicHCR011,
  gicHCR012,
  gicHCR013,
  gicHCR014,
  gicHCR015,
  gicHCR016,
];
