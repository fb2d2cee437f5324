import type { Hardware } from '../architecture/guest-system';
import type { Capabilities, Implementation } from '../contract/implementation';
import { deviations } from './deviations';
import { repairsOf } from './repairs';
import { XenNewVgicSystem } from './system';

const capabilities: Capabilities = {
  gic: [2],
  vcpus: 8,
  listRegisterInterface: false,
  listRegisters: { 2: [1, 64], 3: [1, 16] },
  spis: 988,
  groups: false,
  lines: true,
  power: true,
  immediate: false,
  lists: { kind: 'ap_list', overflow: 'active-first' },
};

/** With DIFF-36 mended, as KVM has it since Nov 2025. */
const pendingFirst: Capabilities = {
  ...capabilities,
  lists: { kind: 'ap_list', overflow: 'pending-first' },
};

/** What of the model differs from upstream. */
export interface XenNewVgicOptions {
  /** Ids of the deviations that are mended. */
  repairs: readonly string[];
  /** List-register hardware other than the architecture's. */
  hardware?: Hardware;
}

/** Xen with CONFIG_NEW_VGIC. */
export function xenNewVgic({ repairs, hardware }: XenNewVgicOptions): Implementation {
  const mended = deviations.filter(({ id }) => repairs.includes(id)).map(({ id }) => id);
  const all = mended.length === deviations.length;
  const suffix = all ? '+fixed' : mended.map((id) => `+${id}`).join('');
  const repaired = repairsOf(mended);
  return {
    id: `model:xen-new${suffix}`,
    version: 'c447b7308b',
    title: 'Xen, CONFIG_NEW_VGIC (port of KVM of 2018, GICv2 guests)',
    capabilities: repaired.overflow ? pendingFirst : capabilities,
    create: (machine) => new XenNewVgicSystem(machine, repaired, hardware),
    deviations: deviations.filter(({ id }) => !mended.includes(id)),
    repaired: (ids) => xenNewVgic({ repairs: [...mended, ...ids], hardware }),
  };
}

/** As upstream has it. */
export const xenNew = xenNewVgic({ repairs: [] });

/** With every documented deviation mended. */
export const xenNewFixed = xenNewVgic({ repairs: deviations.map(({ id }) => id) });
