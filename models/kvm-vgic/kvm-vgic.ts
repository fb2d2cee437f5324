import type { Hardware } from '../architecture/guest-system';
import type { Implementation } from '../contract/implementation';
import { deviationsOf } from './deviations';
import { repairsOf } from './repairs';
import type { Era } from './system';
import { KvmVgic } from './system';

export { KvmVgic } from './system';

export interface KvmOptions {
  era: Era;
  /** Ids of the deviations that are mended. */
  repairs: readonly string[];
  /** The list-register hardware underneath; the architecture's by default. */
  hardware?: Hardware;
  /** PPIs of timers that KVM binds to the host's; none by default. */
  timers?: readonly number[];
}

/** KVM's VGIC of an era, with some of its deviations mended. */
export function kvmVgic({ era, repairs, hardware, timers }: KvmOptions): Implementation {
  const version = era === 'old' ? '6.1' : '7.2';
  const deviations = deviationsOf(era);
  const mendable = deviations.filter(({ notShown }) => notShown === undefined);
  const mended = deviations.filter(({ id }) => repairs.includes(id)).map(({ id }) => id);
  const isFixed = mendable.length > 0 && mendable.every(({ id }) => mended.includes(id));
  const suffix = isFixed ? '+fixed' : mended.map((id) => `+${id}`).join('');
  const flags = repairsOf(mended);
  const spills = era === 'new' || flags.spillsActive;
  return {
    id: `model:kvm@${version}${suffix}`,
    version,
    title: `KVM VGIC, rules ${era === 'old' ? 'up to Linux 6.18' : 'from Linux 6.19'}`,
    capabilities: {
      gic: [2, 3],
      vcpus: 8,
      listRegisterInterface: false,
      listRegisters: { 2: [1, 64], 3: [1, 16] },
      spis: 988,
      groups: true,
      groupAtReset: { 2: 0, 3: 1 },
      lines: true,
      power: true,
      immediate: false,
      state: true,
      migrates: true,
      lists: { kind: 'ap_list', overflow: spills ? 'pending-first' : 'active-first' },
    },
    create: (machine) => new KvmVgic(machine, era, flags, hardware, timers),
    deviations: deviations.filter(({ id }) => !mended.includes(id)),
    repaired: (ids) => kvmVgic({ era, repairs: [...mended, ...ids], hardware, timers }),
  };
}

/** With everything mended that a workload can show. */
function fixed(implementation: Implementation): Implementation {
  return implementation.repaired!(
    implementation.deviations.filter(({ notShown }) => notShown === undefined).map(({ id }) => id),
  );
}

/** Linux 6.1; the rules did not change up to 6.18. */
export const kvm61 = kvmVgic({ era: 'old', repairs: [] });
/** Linux 7.2; the rules of 6.19 with the fix of March 2026. */
export const kvm72 = kvmVgic({ era: 'new', repairs: [] });
export const kvm61Fixed = fixed(kvm61);
export const kvm72Fixed = fixed(kvm72);
