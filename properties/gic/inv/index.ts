// Written by bin/write-indexes.js.
import gicinv001 from './GIC-INV-001';
import gicinv002 from './GIC-INV-002';
import gicinv003 from './GIC-INV-003';
import gicinv004 from './GIC-INV-004';
import gicinv005 from './GIC-INV-005';
import gicinv006 from './GIC-INV-006';
import gicinv007 from './GIC-INV-007';
import gicinv008 from './GIC-INV-008';
import gicinv009 from './GIC-INV-009';
import gicinv010 from './GIC-INV-010';
import gicinv011 from './GIC-INV-011';
import gicinv012 from './GIC-INV-012';
import gicinv013 from './GIC-INV-013';
import gicinv014 from './GIC-INV-014';
import gicinv015 from './GIC-INV-015';
import gicinv016 from './GIC-INV-016';
import gicinv017 from './GIC-INV-017';
import type { Requirement } from '../../requirement';

/** Requirements GIC-INV with a checker, in the order of the digest. */
export const requirements: readonly Requirement[] = [
  gicinv001,
  gicinv002,
  gicinv003,
  gicinv004,
  gicinv005,
  gicinv006,
  gicinv007,
  gicinv008,
  gicinv009,
  gicinv010,
  gicinv011,
  gicinv012,
  gicinv013,
  gicinv014,
  gicinv015,
  gicinv016,
  gicinv017,
];
