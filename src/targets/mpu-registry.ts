import type { MpuImplementation } from '../../models/contract/mpu-implementation';
import { pmsav8 } from '../../models/pmsav8';
import { InputError } from '../errors';
import { mpuFaultImplementations } from '../faults';

/** Every implementation of an MPU that is meant to be right. */
export function mpuImplementations(): readonly MpuImplementation[] {
  return [pmsav8];
}

/** Every implementation of an MPU that `--impl` can name, the deliberately broken ones included. */
export function everyMpuImplementation(): readonly MpuImplementation[] {
  return [...mpuImplementations(), ...mpuFaultImplementations()];
}

/**
 * Finds an implementation of an MPU by its id.
 * @throws InputError if there is none of that name
 */
export function findMpuImplementation(id: string): MpuImplementation {
  const found = everyMpuImplementation().find((one) => one.id === id);
  if (found) return found;
  const known = mpuImplementations().map((one) => one.id);
  throw new InputError(
    `unknown implementation "${id}" of an MPU; there are ${known.join(', ')}` +
      ' and the faults of the MPU (fault:mpu-wxn-ignored)',
  );
}
