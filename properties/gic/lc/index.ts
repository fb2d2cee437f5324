// Written by bin/write-indexes.js.
import gicLC001 from './GIC-LC-001';
import gicLC002 from './GIC-LC-002';
import gicLC003 from './GIC-LC-003';
import gicLC004 from './GIC-LC-004';
import gicLC005 from './GIC-LC-005';
import gicLC006 from './GIC-LC-006';
import gicLC007 from './GIC-LC-007';
import gicLC008 from './GIC-LC-008';
import gicLC009 from './GIC-LC-009';
import gicLC010 from './GIC-LC-010';
import gicLC011 from './GIC-LC-011';
import gicLC012 from './GIC-LC-012';
import gicLC013 from './GIC-LC-013';
import gicLC014 from './GIC-LC-014';
import gicLC015 from './GIC-LC-015';
import gicLC016 from './GIC-LC-016';
import gicLC017 from './GIC-LC-017';
import gicLC020 from './GIC-LC-020';
import gicLC021 from './GIC-LC-021';
import gicLC022 from './GIC-LC-022';
import type { Requirement } from '../../requirement';

/** Requirements GIC-LC with a checker, in the order of the digest. */
export const requirements: readonly Requirement[] = [
  gicLC001,
  gicLC002,
  gicLC003,
  gicLC004,
  gicLC005,
  gicLC006,
  gicLC007,
  gicLC008,
  gicLC009,
  gicLC010,
  gicLC011,
  gicLC012,
  gicLC013,
  gicLC014,
  gicLC015,
  gicLC016,
  gicLC017,
  gicLC020,
  gicLC021,
  gicLC022,
];
