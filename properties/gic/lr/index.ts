// Written by bin/write-indexes.js.
import giclr001 from './GIC-LR-001';
import giclr002 from './GIC-LR-002';
import giclr003 from './GIC-LR-003';
import giclr004 from './GIC-LR-004';
import giclr005 from './GIC-LR-005';
import giclr006 from './GIC-LR-006';
import giclr007 from './GIC-LR-007';
import giclr008 from './GIC-LR-008';
import giclr009 from './GIC-LR-009';
import giclr010 from './GIC-LR-010';
import giclr011 from './GIC-LR-011';
import giclr012 from './GIC-LR-012';
import giclr013 from './GIC-LR-013';
import giclr014 from './GIC-LR-014';
import giclr015 from './GIC-LR-015';
import giclr017 from './GIC-LR-017';
import giclr018 from './GIC-LR-018';
import giclr019 from './GIC-LR-019';
import giclr020 from './GIC-LR-020';
import giclr021 from './GIC-LR-021';
import giclr022 from './GIC-LR-022';
import giclr023 from './GIC-LR-023';
import type { Requirement } from '../../requirement';

/** Requirements GIC-LR with a checker, in the order of the digest. */
export const requirements: readonly Requirement[] = [
  giclr001,
  giclr002,
  giclr003,
  giclr004,
  giclr005,
  giclr006,
  giclr007,
  giclr008,
  giclr009,
  giclr010,
  giclr011,
  giclr012,
  giclr013,
  giclr014,
  giclr015,
  giclr017,
  giclr018,
  giclr019,
  giclr020,
  giclr021,
  giclr022,
  giclr023,
];
