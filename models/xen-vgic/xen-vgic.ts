import type { Hardware } from '../architecture/guest-system';
import type { Implementation } from '../contract/implementation';
import { deviations } from './deviations';
import { repairedBy } from './mended/repairs';
import { MendedXenVgic } from './mended/system';
import { XenVgic } from './system';
import { TRIGGER_TYPE } from './trigger-type';

export { XenVgic } from './system';
export { MendedXenVgic } from './mended/system';

export interface XenOptions {
  version: '4.17' | '4.20';
  /** Ids of the deviations that are mended. */
  repairs: readonly string[];
  /** The list-register hardware underneath; the architecture's by default. */
  hardware?: Hardware;
  /** Whose guest it is: the hardware domain's (by default), or any other domain's. */
  domain?: 'hardware' | 'other';
}

const exercisable = deviations.filter(({ notShown }) => !notShown).map(({ id }) => id);

function suffix(repairs: readonly string[]): string {
  if (repairs.length === 0) return '';
  if (exercisable.every((id) => repairs.includes(id))) return '+fixed';
  return `+${[...repairs].sort().join('+')}`;
}

/** Xen's classic VGIC (CONFIG_NEW_VGIC off). */
export function xenVgic(options: XenOptions): Implementation {
  const { version, repairs, hardware, domain } = options;
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
    create: (machine) => {
      const vgic =
        repairs.length === 0
          ? new XenVgic(machine, hardware)
          : new MendedXenVgic(machine, repaired, hardware);
      if (domain === 'other') {
        vgic.intidBits = 10;
        vgic.setsTriggerType = repairs.includes(TRIGGER_TYPE.id);
      }
      vgic.knowsIgrpmodr = version !== '4.17';
      return vgic;
    },
    deviations: [...deviations, ...(domain === 'other' ? [TRIGGER_TYPE] : [])].filter(
      ({ id }) => !repairs.includes(id),
    ),
    repaired: (ids) => xenVgic({ ...options, repairs: [...new Set([...repairs, ...ids])] }),
  };
}

export const xen417 = xenVgic({ version: '4.17', repairs: [] });
export const xen420 = xenVgic({ version: '4.20', repairs: [] });

/** All mended that workloads can show. */
export const xen417Fixed = xenVgic({ version: '4.17', repairs: exercisable });
export const xen420Fixed = xenVgic({ version: '4.20', repairs: exercisable });
