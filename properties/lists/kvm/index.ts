// Written by bin/write-indexes.js.
import kvmlist001 from './KVM-LIST-001';
import kvmlist002 from './KVM-LIST-002';
import kvmlist003 from './KVM-LIST-003';
import kvmlist004 from './KVM-LIST-004';
import kvmlist005 from './KVM-LIST-005';
import kvmlist006 from './KVM-LIST-006';
import type { Requirement } from '../../requirement';

/** Requirements KVM-LIST: invariants of the ap_list. */
export const requirements: readonly Requirement[] = [
  kvmlist001,
  kvmlist002,
  kvmlist003,
  kvmlist004,
  kvmlist005,
  kvmlist006,
];
