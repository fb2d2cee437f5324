import type { Implementation } from '../../models/contract/implementation';
import type { KvmVgic } from '../../models/kvm-vgic/kvm-vgic';
import { kvm61, kvm72Fixed } from '../../models/kvm-vgic/kvm-vgic';
import { xenNewFixed } from '../../models/xen-new-vgic/xen-new-vgic';
import type { XenNewVgicSystem } from '../../models/xen-new-vgic/system';
import type { MendedXenVgic, XenVgic } from '../../models/xen-vgic/xen-vgic';
import { xen420 } from '../../models/xen-vgic/xen-vgic';

/** A model with everything mended that a workload can show, apart from some deviations. */
function mended(model: Implementation, ...apart: string[]): Implementation {
  const shown = model.deviations.filter(({ id, notShown }) => !notShown && !apart.includes(id));
  return model.repaired!(shown.map(({ id }) => id));
}

/**
 * What faults are put into. Mended as far as possible, so that what fails is the fault's work:
 * `kvm`, `xen` and `xen-new` put pending interrupts first when list registers run out. `kvm-old`
 * still keeps active ones in them (DIFF-36). So does `xen-resident`, where ISACTIVER does nothing
 * then (DIFF-13). `xen-upstream` has nothing mended.
 */
export const bases = {
  kvm: kvm72Fixed,
  'kvm-old': mended(kvm61, 'DIFF-36'),
  xen: mended(xen420),
  'xen-resident': mended(xen420, 'DIFF-36', 'DIFF-13'),
  'xen-upstream': xen420,
  'xen-new': xenNewFixed,
} as const;

export type Base = keyof typeof bases;

interface Systems {
  kvm: KvmVgic;
  'kvm-old': KvmVgic;
  xen: MendedXenVgic;
  'xen-resident': MendedXenVgic;
  'xen-upstream': XenVgic;
  'xen-new': XenNewVgicSystem;
}

/** A small fault put into the model of a hypervisor: named operations overridden. */
export interface HypervisorFault<B extends Base = Base> {
  /** Short name; the implementation is `fault:NAME`. */
  id: string;
  /** What is wrong, in one sentence. */
  title: string;
  base: B;
  /** Requirements that must catch it, the one it is meant for first. */
  caughtBy: readonly [string, ...string[]];
  /** Overrides the operations on a fresh system. */
  override(system: Systems[B]): void;
}

/** Defines a fault in a model of a hypervisor. */
export function hypervisorFault<B extends Base>(definition: HypervisorFault<B>): HypervisorFault {
  return definition as unknown as HypervisorFault;
}

/** The model with a fault, as an implementation. */
export function faultyHypervisor(fault: HypervisorFault): Implementation {
  const base = bases[fault.base];
  return {
    ...base,
    id: `fault:${fault.id}`,
    title: `${base.title}, with a fault: ${fault.title}`,
    deviations: base.deviations,
    repaired: undefined,
    create(machine) {
      const system = base.create(machine);
      fault.override(system as never);
      return system;
    },
  };
}
