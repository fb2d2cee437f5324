import type {
  MpuHypervisorImplementation,
  MpuImplementation,
} from '../../models/contract/mpu-implementation';
import { pmsav8, pmsav8Sweep } from '../../models/pmsav8';
import {
  xenMpu2023,
  xenMpu2023Reserving,
  xenMpu2026,
  xenMpuDraftA,
  xenMpuOnDemand,
  xenMpuPoc2022,
  xenMpuV2of2023,
} from '../../models/xen-mpu';
import { mendable } from '../engine/variants';
import { InputError } from '../errors';
import { mpuFaultImplementations } from '../faults';
import { r52Implementations, r52Targets } from './r52/twin';
import { mendedIds } from './mended-ids';
import { givenXenSource, XEN_SOURCE } from './xen-mpu/source';

/** Models of hypervisors on an MPU. */
export function mpuHypervisors(): readonly MpuHypervisorImplementation[] {
  return [
    xenMpu2026,
    xenMpuPoc2022,
    xenMpuV2of2023,
    xenMpu2023,
    xenMpu2023Reserving,
    xenMpuOnDemand,
    xenMpuDraftA,
  ];
}

/** Every implementation of an MPU that is meant to be right. */
export function mpuImplementations(): readonly MpuImplementation[] {
  return [pmsav8, pmsav8Sweep, ...mpuHypervisors()];
}

/** What `lockstep run` tests by default: every model, and those of hypervisors with all mended. */
export function mpusByDefault(): readonly MpuImplementation[] {
  const wrong = mpuHypervisors().filter((one) => mendable(one).length > 0);
  return [...mpuImplementations(), ...wrong.map((one) => mend(one, '+fixed'))];
}

/** Every implementation of an MPU that `--impl` can name, the deliberately broken ones included. */
export function everyMpuImplementation(): readonly MpuImplementation[] {
  const twins = r52Targets.map(({ twin }) => twin);
  return [...mpuImplementations(), ...r52Implementations, ...twins, ...mpuFaultImplementations()];
}

/** Whether a name is one of an MPU, rather than of a GIC. */
export function isMpuName(id: string): boolean {
  return /^(model:(pmsav8|xen-mpu)|(twin:)?qemu:r52|fault:mpu-|xen-mpu:)/.test(id);
}

/**
 * Finds an implementation of an MPU by its id, or one with deviations mended:
 * `model:xen-mpu@2026+fixed`, `model:xen-mpu@2026+XMPU-03`.
 * @throws InputError if there is none of that name, or it cannot be had
 */
export function findMpuImplementation(name: string): MpuImplementation {
  if (name === XEN_SOURCE) return givenXenSource();
  const found = everyMpuImplementation().find(({ id }) => name === id || name.startsWith(`${id}+`));
  if (found) return found.id === name ? found : mend(found, name.slice(found.id.length));
  const known = [...mpuImplementations(), ...r52Implementations, { id: XEN_SOURCE }].map(
    (one) => one.id,
  );
  throw new InputError(
    `unknown implementation "${name}" of an MPU; there are ${known.join(', ')}` +
      ' and the faults of the MPU (fault:mpu-wxn-ignored)',
  );
}

/** @throws InputError if it cannot be mended in this way */
function mend(implementation: MpuImplementation, suffix: string): MpuImplementation {
  const known = mendable(implementation);
  if (known.length === 0) {
    const { id } = implementation;
    throw new InputError(`"${id}${suffix}": ${id} has no deviations that can be mended`);
  }
  const ids = mendedIds(implementation, suffix, known);
  return { ...implementation.repaired!(ids), id: implementation.id + suffix };
}
