import type { Hardware } from '../architecture/guest-system';
import type { Implementation } from '../contract/implementation';
import { XenVgic } from './system';

export { XenVgic } from './system';

export interface XenOptions {
  version: '4.17' | '4.20';
  /** Ids of the deviations that are mended. */
  repairs: readonly string[];
  /** The list-register hardware underneath; the architecture's by default. */
  hardware?: Hardware;
}

/** Xen's classic VGIC (CONFIG_NEW_VGIC off). */
export function xenVgic({ version, hardware }: XenOptions): Implementation {
  return {
    id: `model:xen@${version}`,
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
      lists: { kind: 'inflight', overflow: 'active-resident' },
    },
    create: (machine) => new XenVgic(machine, hardware),
    deviations: [],
  };
}

export const xen417 = xenVgic({ version: '4.17', repairs: [] });
export const xen420 = xenVgic({ version: '4.20', repairs: [] });
