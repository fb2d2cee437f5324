// Written by bin/write-indexes.js.
import xenlist001 from './XEN-LIST-001';
import xenlist002 from './XEN-LIST-002';
import xenlist003 from './XEN-LIST-003';
import xenlist004 from './XEN-LIST-004';
import xenlist005 from './XEN-LIST-005';
import xenlist006 from './XEN-LIST-006';
import xenlist007 from './XEN-LIST-007';
import type { Requirement } from '../../requirement';

/** Requirements XEN-LIST: invariants of Xen's lists. */
export const requirements: readonly Requirement[] = [
  xenlist001,
  xenlist002,
  xenlist003,
  xenlist004,
  xenlist005,
  xenlist006,
  xenlist007,
];
