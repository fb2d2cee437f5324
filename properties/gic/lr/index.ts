// Written by bin/write-indexes.js.
import gicLR001 from './GIC-LR-001';
import gicLR002 from './GIC-LR-002';
import gicLR003 from './GIC-LR-003';
import gicLR004 from './GIC-LR-004';
import gicLR010 from './GIC-LR-010';
import gicLR011 from './GIC-LR-011';
import gicLR012 from './GIC-LR-012';
import gicLR013 from './GIC-LR-013';
import gicLR014 from './GIC-LR-014';
import gicLR015 from './GIC-LR-015';
import gicLR023 from './GIC-LR-023';
import type { Requirement } from '../../requirement';

/** Requirements GIC-LR with a checker, in the order of the digest. */
export const requirements: readonly Requirement[] = [
  gicLR001,
  gicLR002,
  gicLR003,
  gicLR004,
  gicLR010,
  gicLR011,
  gicLR012,
  gicLR013,
  gicLR014,
  gicLR015,
  gicLR023,
];
