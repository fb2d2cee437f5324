import type { Hardware } from '../architecture/guest-system';
import type { Implementation } from '../contract/implementation';
import { deviations } from './deviations';
import { repairedBy } from './mended/repairs';
import { MendedXenVgic } from './mended/system';
import { XenVgic } from './system';

export { XenVgic } from './system';
export { MendedXenVgic } from './mended/system';

export interface XenOptions {
  version: '4.17' | '4.20';
  /** Ids of the deviations that are mended. */
  repairs: readonly string[];
  /** The list-register hardware underneath; the architecture's by default. */
  hardware?: Hardware;
}

const exercisable = deviations.filter(({ notShown }) => !notShown).map(({ id }) => id);

function suffix(repairs: readonly string[]): string {
  if (repairs.length === 0) return '';
  if (exercisable.every((id) => repairs.includes(id))) return '+fixed';
  return `+${[...repairs].sort().join('+')}`;
}

/** Xen's classic VGIC (CONFIG_NEW_VGIC off). */
export function xenVgic({ version, repairs, hardware }: XenOptions): Implementation {
  const repaired = repairedBy(repairs);
  const overflow = repaired.spills ? 'pending-first' : 'active-resident';
  return {
    id: `model:xen@${version}${suffix(repairs)}`,
    version,
    title: `Xen ${version}, classic VGIC`,
    capabilities: {
      gic: [2, 3],
      vcpus: 8,
      listRegisterInterface: false,
      listRegisters: { 2: [1, 64], 3: [1, 16] },
      spis: 988,
      groups: false,
      groupAtReset: { 2: 0, 3: 1 },
      lines: true,
      power: true,
      immediate: false,
      lists: { kind: 'inflight', overflow },
    },
    create: (machine) =>
      repairs.length === 0
        ? new XenVgic(machine, hardware)
        : new MendedXenVgic(machine, repaired, hardware),
    deviations: deviations.filter(({ id }) => !repairs.includes(id)),
    repaired: (ids) => xenVgic({ version, repairs: [...new Set([...repairs, ...ids])], hardware }),
  };
}

export const xen417 = xenVgic({ version: '4.17', repairs: [] });
export const xen420 = xenVgic({ version: '4.20', repairs: [] });

/** All mended that workloads can show. */
export const xen417Fixed = xenVgic({ version: '4.17', repairs: exercisable });
export const xen420Fixed = xenVgic({ version: '4.20', repairs: exercisable });
