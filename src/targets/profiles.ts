import { bareTarget } from './bare';
import { kvmTarget } from './kvm';
import type { TargetProfile } from './target';
import { xenTarget } from './xen';

/** Every real target, installed or not. */
export function targetProfiles(): readonly TargetProfile[] {
  return [
    bareTarget(2),
    bareTarget(3),
    xenTarget('4.17'),
    xenTarget('4.20'),
    kvmTarget('6.1'),
    kvmTarget('6.12'),
    kvmTarget('6.18'),
    kvmTarget('6.19'),
    kvmTarget('7.2'),
  ];
}
