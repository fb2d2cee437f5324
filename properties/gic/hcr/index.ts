// Written by bin/write-indexes.js.
import gichcr001 from './GIC-HCR-001';
import gichcr002 from './GIC-HCR-002';
import gichcr003 from './GIC-HCR-003';
import gichcr004 from './GIC-HCR-004';
import gichcr005 from './GIC-HCR-005';
import gichcr006 from './GIC-HCR-006';
import gichcr007 from './GIC-HCR-007';
import gichcr008 from './GIC-HCR-008';
import gichcr009 from './GIC-HCR-009';
import gichcr010 from './GIC-HCR-010';
import gichcr011 from './GIC-HCR-011';
import gichcr012 from './GIC-HCR-012';
import gichcr013 from './GIC-HCR-013';
import gichcr014 from './GIC-HCR-014';
import gichcr015 from './GIC-HCR-015';
import gichcr016 from './GIC-HCR-016';
import gichcr017 from './GIC-HCR-017';
import gichcr018 from './GIC-HCR-018';
import gichcr019 from './GIC-HCR-019';
import type { Requirement } from '../../requirement';

/** Requirements GIC-HCR with a checker, in the order of the digest. */
export const requirements: readonly Requirement[] = [
  gichcr001,
  gichcr002,
  gichcr003,
  gichcr004,
  gichcr005,
  gichcr006,
  gichcr007,
  gichcr008,
  gichcr009,
  gichcr010,
  gichcr011,
  gichcr012,
  gichcr013,
  gichcr014,
  gichcr015,
  gichcr016,
  gichcr017,
  gichcr018,
  gichcr019,
];
