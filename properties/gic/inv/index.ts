// Written by bin/write-indexes.js.
import gicINV001 from './GIC-INV-001';
import gicINV002 from './GIC-INV-002';
import gicINV005 from './GIC-INV-005';
import gicINV006 from './GIC-INV-006';
import gicINV007 from './GIC-INV-007';
import gicINV008 from './GIC-INV-008';
import gicINV009 from './GIC-INV-009';
import gicINV010 from './GIC-INV-010';
import gicINV011 from './GIC-INV-011';
import gicINV012 from './GIC-INV-012';
import gicINV013 from './GIC-INV-013';
import gicINV014 from './GIC-INV-014';
import gicINV016 from './GIC-INV-016';
import gicINV017 from './GIC-INV-017';
import type { Requirement } from '../../requirement';

/** Requirements GIC-INV with a checker, in the order of the digest. */
export const requirements: readonly Requirement[] = [
  gicINV001,
  gicINV002,
  gicINV005,
  gicINV006,
  gicINV007,
  gicINV008,
  gicINV009,
  gicINV010,
  gicINV011,
  gicINV012,
  gicINV013,
  gicINV014,
  gicINV016,
  gicINV017,
];
