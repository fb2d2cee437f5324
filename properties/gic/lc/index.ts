// Written by bin/write-indexes.js.
import giclc001 from './GIC-LC-001';
import giclc002 from './GIC-LC-002';
import giclc003 from './GIC-LC-003';
import giclc004 from './GIC-LC-004';
import giclc005 from './GIC-LC-005';
import giclc006 from './GIC-LC-006';
import giclc007 from './GIC-LC-007';
import giclc008 from './GIC-LC-008';
import giclc009 from './GIC-LC-009';
import giclc010 from './GIC-LC-010';
import giclc011 from './GIC-LC-011';
import giclc012 from './GIC-LC-012';
import giclc013 from './GIC-LC-013';
import giclc014 from './GIC-LC-014';
import giclc015 from './GIC-LC-015';
import giclc016 from './GIC-LC-016';
import giclc017 from './GIC-LC-017';
import giclc020 from './GIC-LC-020';
import giclc021 from './GIC-LC-021';
import giclc022 from './GIC-LC-022';
import type { Requirement } from '../../requirement';

/** Requirements GIC-LC with a checker, in the order of the digest. */
export const requirements: readonly Requirement[] = [
  giclc001,
  giclc002,
  giclc003,
  giclc004,
  giclc005,
  giclc006,
  giclc007,
  giclc008,
  giclc009,
  giclc010,
  giclc011,
  giclc012,
  giclc013,
  giclc014,
  giclc015,
  giclc016,
  giclc017,
  giclc020,
  giclc021,
  giclc022,
];
