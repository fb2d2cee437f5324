import type { Implementation } from '../../models/contract/implementation';
import { architecture, otherChoices } from '../../models/architecture';
import { faultImplementations } from '../faults';
import { InputError } from '../errors';

/** Implementations that run inside this process and are tested by default. */
export function inProcess(): readonly Implementation[] {
  return [architecture, otherChoices];
}

/** Every implementation that `--impl` can name, the deliberately broken ones included. */
export function everyImplementation(): readonly Implementation[] {
  return [...inProcess(), ...faultImplementations()];
}

/** @throws InputError if there is none of that name */
export function findImplementation(id: string): Implementation {
  const found = everyImplementation().find((implementation) => implementation.id === id);
  if (!found) {
    const known = inProcess().map((implementation) => implementation.id);
    throw new InputError(
      `unknown implementation "${id}"; there are ${known.join(', ')}` +
        ' and the faults that `lockstep list implementations --faults` names',
    );
  }
  return found;
}
