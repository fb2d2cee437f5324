import { bareTarget } from './bare';
import type { KvmVersion } from './kvm';
import { kvmTarget } from './kvm';
import type { TargetProfile } from './target';
import { xenTarget } from './xen';

const xens = ['4.17', '4.20'] as const;
const kvms: readonly KvmVersion[] = ['6.1', '6.12', '6.18', '6.19', '7.2'];

/** Every real target, installed or not. */
export function targetProfiles(): readonly TargetProfile[] {
  return [
    bareTarget(2),
    bareTarget(3),
    ...xens.map((version) => xenTarget(version)),
    ...kvms.map((version) => kvmTarget(version)),
  ];
}

/** The same hypervisors with vCPUs that exit when they happen to. */
export function freeProfiles(): readonly TargetProfile[] {
  return [
    ...xens.map((version) => xenTarget(version, 'free-resident')),
    ...kvms.map((version) => kvmTarget(version, 'free-turns')),
  ];
}
