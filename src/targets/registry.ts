import type { Implementation } from '../../models/contract/implementation';
import { architecture, otherChoices } from '../../models/architecture';
import { kvm61, kvm72 } from '../../models/kvm-vgic/kvm-vgic';
import { xenNew } from '../../models/xen-new-vgic/xen-new-vgic';
import { xen417, xen420 } from '../../models/xen-vgic/xen-vgic';
import { faultImplementations } from '../faults';
import { mendable } from '../engine/variants';
import { InputError } from '../errors';
import { mendedIds } from './mended-ids';
import { freeProfiles, targetProfiles } from './profiles';
import { implementationOf } from './target';

/** The architecture reference, and the same with other choices. */
export function inProcess(): readonly Implementation[] {
  return [architecture, otherChoices];
}

/** Models of hypervisors' virtual GICs. */
export function hypervisors(): readonly Implementation[] {
  return [xen417, xen420, xenNew, kvm61, kvm72];
}

/** Real hypervisors. */
export function realTargets(): readonly Implementation[] {
  return targetProfiles().map(implementationOf);
}

/** The same, free-running. */
export function freeTargets(): readonly Implementation[] {
  return freeProfiles().map(implementationOf);
}

/** What `lockstep run` tests by default: every model, and those of real versions with all mended. */
export function byDefault(): readonly Implementation[] {
  return [...listed(), mend(xen420, '+fixed'), mend(kvm72, '+fixed')];
}

/** Every implementation that is meant to be right. */
export function listed(): readonly Implementation[] {
  return [...inProcess(), ...hypervisors()];
}

/** Models, real targets, and the twins of those. */
export function modelsAndTargets(): readonly Implementation[] {
  const real = [...realTargets(), ...freeTargets()];
  return [...listed(), ...real, ...real.flatMap(({ twin }) => twin ?? [])];
}

/** Every implementation that `--impl` can name, the deliberately broken ones included. */
export function everyImplementation(): readonly Implementation[] {
  return [...modelsAndTargets(), ...faultImplementations()];
}

/**
 * Finds an implementation by its id, or one with deviations mended: `model:xen@4.20+fixed` (all that
 * a workload can show), `model:xen@4.20+fixed-DIFF-03` (all but this one), `model:xen@4.20+DIFF-03`
 * (only this one).
 * @throws InputError if there is none of that name
 */
export function findImplementation(name: string): Implementation {
  // Longest first: an id may be the beginning of another.
  const found = everyImplementation()
    .filter(({ id }) => name === id || name.startsWith(`${id}+`))
    .sort((a, b) => b.id.length - a.id.length)[0];
  if (!found) {
    const known = [...listed(), ...realTargets(), ...freeTargets()].map(
      (implementation) => implementation.id,
    );
    throw new InputError(
      `unknown implementation "${name}"; there are ${known.join(', ')}` +
        ', the twins of real ones (twin:xen:4.20) and the faults that `lockstep list implementations --faults` names',
    );
  }
  return found.id === name ? found : mend(found, name.slice(found.id.length));
}

/**
 * An implementation with deviations mended.
 * @param suffix `+fixed`, `+fixed-DIFF-03` or `+DIFF-03`
 * @throws InputError if it cannot be
 */
export function mend(implementation: Implementation, suffix: string): Implementation {
  const { id, repaired } = implementation;
  const known = mendable(implementation);
  if (!repaired || known.length === 0) {
    throw new InputError(`"${id}${suffix}": ${id} has no deviations that can be mended`);
  }
  const ids = mendedIds(implementation, suffix, known);
  return { ...implementation.repaired!(ids), id: id + suffix };
}
